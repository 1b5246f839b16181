/**
 * Says where a server is: to people as a link and what to know of it, to programs as a JSON document.
 * Invariant: a studio that is not built is said with its remedy, before anybody opens an empty page.
 */
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { paint } from '../output/output.ts';
import { isStudioBuilt } from './server-options.ts';

/** @param at.isOwn whether the server ends with this process */
export function announce(
  { output, texts }: CommandContext,
  at: { link: string; url: string; isOwn: boolean },
): void {
  if (output.isJson) {
    output.printJson({ url: at.url, link: at.link });
    return;
  }
  output.print(fill(texts.serverUp, { url: at.link }));
  output.print(fill(texts.apiAt, { url: at.url }));
  if (!isStudioBuilt()) output.note(`${paint.signal('✗')} ${texts.studioNotBuilt}`);
  // Most are here by `npm start` and have no `slipway` on their path.
  output.note([texts.linkHow, ...(at.isOwn ? [texts.stopHow] : []), texts.commandHow].join(' '));
}
