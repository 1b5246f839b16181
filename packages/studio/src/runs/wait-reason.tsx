/**
 * Why a step waits, in the server's sentence; a run that is named in it leads to its page.
 */
import type { Wording } from '@slipway/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { shortReference } from '../format/digest.ts';
import { formatSentence } from '../format/sentence.ts';
import { useMessages } from '../messages/messages.ts';

const runId = /\b(run_[0-9a-z]+)\b/;

/** The sentence, with ids of runs as short links. */
export function WaitReason({ reason }: { reason: Wording }): ReactNode {
  const { language } = useMessages();
  return formatSentence(reason[language], language)
    .split(runId)
    .map((part, place) =>
      place % 2 === 1 ? (
        <Link key={part} to="/runs/$id" params={{ id: part }} title={part} className="link font-mono text-xs">
          {shortReference(part)}
        </Link>
      ) : (
        part
      ),
    );
}
