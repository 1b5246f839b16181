/**
 * Where the module lies by which threads open inputs in buckets. Apart from it, so that naming it does not load it.
 */

// Beside the sources as beside the compiled files: threads run compiled code.
export const s3InputsModule: string = new URL('../../dist/s3/s3-inputs.js', import.meta.url).href;
