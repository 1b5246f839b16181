import { expect, test } from 'vitest';
import { errorCodes } from './error-codes.ts';
import { fromErrorData, invariant, isSlipwayError, SlipwayError, toErrorData } from './slipway-error.ts';

test('the table of codes is pinned: a published code keeps its meaning', () => {
  const lines = Object.entries(errorCodes).map(([code, { isUserError, isRetryable, httpStatus }]) =>
    [code, httpStatus, isUserError ? 'user' : 'fault', ...(isRetryable ? ['retryable'] : [])].join(' '),
  );
  expect(lines).toMatchSnapshot();
});

test('codes are words joined by dashes, with a status that fits', () => {
  for (const [code, { httpStatus }] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(httpStatus).toBeGreaterThanOrEqual(400);
    expect(httpStatus).toBeLessThan(600);
  }
});

test('an error survives a border between processes, without its cause and its stack', () => {
  const error = new SlipwayError({
    code: 'download-interrupted',
    message: 'cut off',
    hint: 'try again',
    cause: new Error('secret detail'),
  });
  const data = JSON.parse(JSON.stringify(toErrorData(error)));
  expect(data).toEqual({
    code: 'download-interrupted',
    message: 'cut off',
    hint: 'try again',
    retryable: true,
  });
  expect(fromErrorData(data)).toMatchObject({ ...data, name: 'SlipwayError' });
});

test('an error of another copy of this package is recognised by its brand', () => {
  const foreign = {
    [Symbol.for('slipway.error')]: true,
    code: 'disk-full',
    message: 'full',
    retryable: false,
  };
  expect(isSlipwayError(foreign)).toBe(true);
  expect(toErrorData(foreign)).toEqual({ code: 'disk-full', message: 'full', retryable: false });
  for (const other of [null, undefined, 'text', new Error('x'), {}])
    expect(isSlipwayError(other)).toBe(false);
});

test('anything thrown becomes data', () => {
  expect(toErrorData('text')).toEqual({ code: 'internal', message: 'text', retryable: false });
  expect(toErrorData(new TypeError('bad'))).toEqual({ code: 'internal', message: 'bad', retryable: false });
  expect(() => invariant(false, 'one is one')).toThrow('invariant broken: one is one');
});
