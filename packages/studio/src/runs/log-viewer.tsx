/**
 * The log of a step, following its end until the reader scrolls away.
 */
import { type ReactNode, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../layout/button.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { useMessages } from '../messages/messages.ts';
import { formatLog } from './format-log.ts';
import { useLog } from './use-log.ts';

const nearEndPixels = 24;

/** A scrolling log; says whether it follows. */
export function LogViewer({ runId, step }: { runId: string; step: string }): ReactNode {
  const { t } = useMessages();
  const { text, isEnded, error } = useLog(runId, step);
  const readable = useMemo(() => formatLog(text), [text]);
  const place = useRef<HTMLPreElement>(null);
  const [isFollowing, setFollowing] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new text is what makes the end move
  useLayoutEffect(() => {
    const element = place.current;
    if (element && isFollowing) element.scrollTop = element.scrollHeight;
  }, [text, isFollowing]);
  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <h3 className="text-s font-strong">{t('runs.log')}</h3>
        <p className="text-xs text-faint">
          {isEnded ? t('runs.logEnded') : isFollowing ? t('runs.logFollowing') : t('runs.logPaused')}
        </p>
      </div>
      {error ? <ErrorNote error={error} /> : null}
      <pre
        ref={place}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-label={t('runs.log')}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          setFollowing(scrollHeight - scrollTop - clientHeight < nearEndPixels);
        }}
        className={`mt-2 ${text === '' ? '' : 'h-80'} overflow-auto border-y border-hair bg-wash px-4 py-3 font-mono text-xs`}
      >
        {text === '' ? (
          <span className="text-faint">{isEnded ? t('runs.logNothing') : t('runs.logEmpty')}</span>
        ) : (
          readable
        )}
      </pre>
      {isFollowing ? null : (
        <Button look="plain" onClick={() => setFollowing(true)}>
          {t('runs.logFollow')}
        </Button>
      )}
    </div>
  );
}
