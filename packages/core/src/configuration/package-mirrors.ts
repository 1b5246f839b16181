/**
 * Mirrors that a user's own pip and npm are set to: behind a company's proxy they are often all there is.
 * Invariant: less binding than anything said to Slipway itself. Refuses addresses that are not http(s).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigurationLayer } from './configuration-layer.ts';

/**
 * @param options.userHome the user's home folder
 * @param options.workingDirectory where a project's `.npmrc` may lie
 */
export async function readPackageMirrors(options: {
  userHome: string;
  workingDirectory: string;
  environment: Readonly<Record<string, string | undefined>>;
}): Promise<ConfigurationLayer[]> {
  const { userHome, workingDirectory, environment } = options;
  const pipFiles = [
    '/etc/pip.conf',
    join(userHome, '.pip/pip.conf'),
    join(userHome, '.config/pip/pip.conf'),
    environment.PIP_CONFIG_FILE,
  ];
  const npmFiles = [join(userHome, '.npmrc'), join(workingDirectory, '.npmrc')];
  return [
    ...(await readLayers(pipFiles, {
      field: 'mirrors.pypi',
      pattern: /^\s*index-url\s*[=:]\s*(https?:\/\/\S+)/m,
    })),
    ...(await readLayers(npmFiles, {
      field: 'mirrors.npm',
      pattern: /^\s*registry\s*=\s*["']?(https?:\/\/[^\s"']+)/m,
    })),
  ];
}

async function readLayers(
  files: (string | undefined)[],
  wanted: { field: string; pattern: RegExp },
): Promise<ConfigurationLayer[]> {
  const layers: ConfigurationLayer[] = [];
  for (const file of files) {
    if (!file) continue;
    const text = await readFile(file, 'utf8').catch(() => '');
    const address = wanted.pattern.exec(text)?.[1];
    if (address) layers.push({ origin: file, values: { [wanted.field]: address } });
  }
  return layers;
}
