/**
 * The left rail: the mark, six words, and the two choices a reader may make about the page itself.
 * On narrow windows it lies across the top.
 */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { chooseLanguage, languages, useMessages } from '../messages/messages.ts';
import { chooseTheme, themes, useTheme } from '../theme/theme.ts';
import { Mark } from './mark.tsx';

const places = [
  ['/', 'nav.tour'],
  ['/runs', 'nav.runs'],
  ['/datasets', 'nav.datasets'],
  ['/models', 'nav.models'],
  ['/lineage', 'nav.lineage'],
  ['/statements', 'nav.statements'],
] as const;

/** The rail; `onKeys` opens the list of keys. */
export function Rail({ onKeys }: { onKeys: () => void }): ReactNode {
  const { t } = useMessages();
  return (
    <div className="px-4 pt-4 print:hidden sm:px-6 md:w-46 md:shrink-0 md:border-e md:border-hair md:p-0">
      <div className="flex flex-col md:sticky md:top-0 md:h-dvh md:px-7 md:pt-9 md:pb-6">
        <div className="flex items-center justify-between gap-4 md:block">
          <Link to="/" className="flex items-center gap-2 text-m font-strong tracking-[-0.01em]">
            <Mark />
            Slipway
          </Link>
          <div className="md:hidden">
            <Choices onKeys={onKeys} />
          </div>
        </div>
        <nav aria-label={t('nav.label')} className="mt-2 border-b border-hair md:mt-9 md:border-0">
          <ul className="flex justify-between gap-x-3 sm:justify-start sm:gap-x-6 md:block">
            {places.map(([to, name]) => (
              <li key={to}>
                <Link
                  to={to}
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                  className="relative flex min-h-10 items-center text-s text-faint transition-colors hover:text-ink aria-[current=page]:font-strong aria-[current=page]:text-ink max-md:aria-[current=page]:shadow-[inset_0_-2px_var(--color-ink)] md:min-h-8 md:text-m md:before:absolute md:before:-start-7 md:before:h-5 md:before:w-0.5 md:aria-[current=page]:before:bg-ink"
                >
                  {t(name)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="mt-auto hidden md:block">
          <Choices onKeys={onKeys} />
        </div>
      </div>
    </div>
  );
}

const choice =
  'min-h-6 min-w-6 text-xs text-faint hover:text-ink aria-pressed:font-strong aria-pressed:text-ink text-start';

function Choices({ onKeys }: { onKeys: () => void }): ReactNode {
  const { t, language } = useMessages();
  const theme = useTheme();
  return (
    <div className="flex items-center gap-x-4 md:flex-col md:items-start md:gap-y-1">
      <fieldset className="flex gap-x-3">
        <legend className="sr-only">{t('choice.language')}</legend>
        {languages.map((each) => (
          <button
            key={each}
            type="button"
            lang={each === 'zh' ? 'zh-CN' : 'en'}
            aria-pressed={each === language}
            onClick={() => chooseLanguage(each)}
            className={choice}
          >
            {each === 'zh' ? '中文' : 'English'}
          </button>
        ))}
      </fieldset>
      <button
        type="button"
        className={choice}
        onClick={() => chooseTheme(themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system')}
      >
        {t(`theme.${theme}`)}
      </button>
      <button type="button" onClick={onKeys} className={`${choice} hidden md:block`}>
        {t('keys.title')} <kbd className="font-mono">?</kbd>
      </button>
    </div>
  );
}
