/**
 * Words so frequent that a query is better off without them, in English and Chinese.
 * Invariant: lower-case, before stemming. They are indexed all the same, so that a query of nothing else still finds something.
 * Source: closed word classes and the words of asking (how, what, do), compiled by hand.
 */

export const stopWords: ReadonlySet<string> = new Set(
  `a an and are as at be been but by can could did do does for from had has have he how i if in into is it its me my no not of on or
our she should so some such than that the their them then there these they this those to us was we were what when where which who why
will with would you your say says about documentation tell please
的 了 是 在 和 与 及 或 也 都 就 而 着 吗 呢 吧 啊 呀 我 你 他 她 它 我们 你们 他们 这 那 这个 那个 这些 那些 什么 怎么 怎样 如何 为什么
哪 哪里 哪些 有 没有 一个 把 被 给 对 从 到 让 请 请问 可以 能 会 要 中 中的 关于 说 是什么 怎么样 多少`.split(
    /\s+/,
  ),
);
