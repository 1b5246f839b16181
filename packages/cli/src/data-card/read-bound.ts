/**
 * A bound as it is written on the command line: `gopher-quality.minWords=30`, or `fineweb/gopher-quality.minWords=30` for one recipe.
 */
import { type MovedBound, SlipwayError } from '@slipway/contracts';

const form = /^(?:([\w-]+)\/)?([\w-]+)\.(\w+)=(\d+(?:\.\d+)?)$/;

/** @throws SlipwayError `argument-invalid` */
export function readBound(text: string): MovedBound {
  const [, recipe, rule, name, bound] = form.exec(text) ?? [];
  if (rule === undefined || name === undefined || bound === undefined)
    throw new SlipwayError({
      code: 'argument-invalid',
      message: `"${text}" is no bound`,
      hint: 'Write the rule, the name of its bound and a number, such as gopher-quality.minWords=30; 0 asks nothing.',
    });
  return { ...(recipe === undefined ? {} : { recipe }), rule, name, bound: Number(bound) };
}
