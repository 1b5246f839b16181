// Says whether Slipway's native parts exist for this machine: Linux with glibc (x64, arm64) and macOS on Apple silicon.
// PyTorch publishes no wheels for musl or for Intel Macs, and attempts rely on POSIX process groups.
// Refuses: to try anyway; a build that fails after ten minutes is worse than a sentence now.

/** `undefined` where supported, else what is in the way: `windows`, `musl`, `intel-mac` or `other`. */
export function findPlatformProblem({ platform, arch, glibcVersion }) {
  if (platform === 'win32') return 'windows';
  if (platform === 'darwin') return arch === 'arm64' ? undefined : 'intel-mac';
  if (platform !== 'linux' || !['x64', 'arm64'].includes(arch)) return 'other';
  return glibcVersion ? undefined : 'musl';
}

/** The facts about this machine that `findPlatformProblem` judges. */
export function readPlatform() {
  process.report.excludeNetwork = true;
  const glibcVersion =
    process.platform === 'linux' ? process.report.getReport().header.glibcVersionRuntime : undefined;
  return { platform: process.platform, arch: process.arch, glibcVersion };
}
