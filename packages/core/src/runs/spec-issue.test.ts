import { expect, test } from 'vitest';
import { z } from 'zod';
import { describeSpecIssue } from './spec-issue.ts';

test.each(['s3://AKIA:wJalr@bucket/x', 's3://AKIA:wJalr/XUtn+FEMI@K7MDENG@bucket/x'])(
  'tells the place of an address, and nothing of who asks: %s',
  (path) => {
    const schema = z.strictObject({ path: z.string().regex(/^file:/) });
    const [issue] = schema.safeParse({ path }).error?.issues ?? [];
    if (!issue) throw new Error('accepted');
    const { message, hint } = describeSpecIssue(issue, schema, { path });
    expect(message).toContain('bucket/x');
    expect(message + hint).not.toMatch(/AKIA|wJalr|XUtn|K7MDENG/);
  },
);
