/**
 * Every address at which the studio has a page.
 * Invariant: the server answers these with status 200 and its router knows no others; written as in `api.ts`, `:name` for what varies.
 */
export const studioPages = [
  '/',
  '/enter',
  '/runs',
  '/runs/:id',
  '/datasets',
  '/datasets/:digest',
  '/models',
  '/lineage',
  '/statements',
  '/receipts/:id',
] as const;
