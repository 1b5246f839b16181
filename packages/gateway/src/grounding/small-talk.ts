/**
 * Words by which people greet, thank and try things out, in English and Chinese, lower-case.
 * Invariant: a question of nothing but these and stop words asks about no document. Compiled by hand.
 */
export const smallTalk: ReadonlySet<string> = new Set(
  `hi hello hey hiya greetings good morning afternoon evening night bye goodbye thanks thank thx cheers ok okay yes no yo test testing
你好 您好 大家好 嗨 哈喽 喂 早 早上 早上好 上午好 中午好 下午好 晚上 晚上好 晚安 谢谢 多谢 感谢 再见 拜拜 好 好的 嗯 是的 测试`.split(
    /\s+/,
  ),
);
