// Says whether a Node.js version can run Slipway. Imported before everything else, so that an old Node gets a sentence
// instead of a syntax error: keep to syntax that Node 14 reads, and import nothing here.
// Refuses: to read `process`; the version is passed in.

/** Whether `version` ("20.19.4", with or without "v") runs what Slipway is built with (20.19+, 22.12+, 23 and later). */
export function isNodeSupported(version) {
  const parts = version.replace(/^v/, '').split('.').map(Number);
  const major = parts[0] || 0;
  const minor = parts[1] || 0;
  if (major === 20) return minor >= 19;
  if (major === 22) return minor >= 12;
  return major > 22;
}
