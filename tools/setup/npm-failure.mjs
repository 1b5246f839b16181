// Turns the output of a failed npm into one of the few things that a person can mend.
// Invariant: network troubles are recognised by npm's error codes, never by its prose, which changes between versions.
// Refuses: to hide an unknown failure; that one carries npm's own last error line.

const networkCodes =
  /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|EPROTO|E50[0234]|E407|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+|CERT_[A-Z_]+)\b/;

/**
 * Judges npm's output.
 * @param {string[]} lines what npm printed, oldest first
 * @returns {{kind: 'no-space' | 'no-permission' | 'network' | 'other', detail: string}}
 */
export function judgeNpmFailure(lines) {
  const errors = lines
    .filter((line) => /^npm (error|ERR!)/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!)\s?/, '').trim())
    .filter((line) => line && !line.startsWith('A complete log'));
  const text = errors.join('\n') || lines.join('\n');
  const code = /^code (\S+)/m.exec(text)?.[1] ?? '';
  const detail = errors.find((line) => !/^(code|errno|syscall|path) /.test(line)) ?? lines.at(-1) ?? '';
  if (/\bENOSPC\b|no space left/i.test(text)) return { kind: 'no-space', detail };
  const network = networkCodes.exec(`${code}\n${text}`)?.[1];
  if (network) return { kind: 'network', detail: network };
  if (/\b(EACCES|EPERM|EROFS)\b/.test(text)) return { kind: 'no-permission', detail };
  return { kind: 'other', detail };
}
