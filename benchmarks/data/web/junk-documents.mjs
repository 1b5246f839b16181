// Documents of low quality, as crawls hold them: a kind for each reason that quality filters give.
// Invariant: a kind is a function of the language's supply, the number of bytes to reach and the random numbers; its name is the truth.
// Refuses: nothing is asked to be rejected by a certain filter; some junk passes, as on the web.

const boilerplate = {
  en: [
    'We use cookies to improve your experience. By continuing to browse this site you agree to our use of cookies.',
    'All rights reserved. No part of this site may be reproduced without written permission.',
    'Sign in or create an account to continue. Forgot your password? Click here to reset it.',
    'Subscribe to our newsletter and get the latest offers straight to your inbox.',
    'JavaScript is disabled in your browser. Please enable javascript to view the comments.',
    'Terms of use | Privacy policy | Contact us | Site map | Careers | Advertise with us',
    'Share this: Facebook Twitter Pinterest LinkedIn Email Print More',
    'This page has been viewed 1,024 times. Last updated on Monday.',
  ],
  zh: [
    '本网站使用Cookie以改善您的浏览体验，继续浏览即表示您同意我们使用Cookie。',
    '版权所有，未经书面授权不得转载或建立镜像。',
    '登录 | 注册 | 忘记密码 | 返回首页 | 联系我们 | 网站地图',
    '分享到：微信 微博 QQ空间 豆瓣 更多',
    '免责声明：本站内容均来自网络，如有侵权请联系我们删除。',
    '上一篇：没有了　下一篇：没有了',
    '您的浏览器版本过低，请升级后访问。',
    '热门推荐　最新文章　相关阅读　猜你喜欢　点击查看更多',
  ],
};
const latinWords =
  'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo consequat'.split(
    ' ',
  );
const symbols = [...'!@#$%^&*()_+-=[]{};:,.<>/?|~`→★■◆●※☆♥►▼░▒'];
const reads = { en: 'Read more', zh: '阅读全文' };

const untilFull = (numBytes, make, separator = '\n') => {
  const parts = [];
  for (let size = 0; size < numBytes; size += Buffer.byteLength(parts.at(-1)) + 1) parts.push(make());
  return parts.join(separator);
};

/** Kinds of junk by name. */
export const junkKinds = {
  navigation: ({ supply, numBytes, random }) =>
    untilFull(numBytes, () => random.pick(supply.headings), random.pick(['\n', '\n', ' | ', ' > '])),
  'keyword-spam': ({ supply, numBytes, random }) => {
    const phrases = Array.from({ length: random.integer(4, 12) }, () => random.pick(supply.headings));
    return untilFull(numBytes, () => `${random.pick(phrases)} ${random.pick(phrases)}`, ', ');
  },
  boilerplate: ({ supply, numBytes, random }) =>
    untilFull(Math.min(numBytes, 3000), () => random.pick(boilerplate[supply.language] ?? boilerplate.en)),
  'repeated-lines': ({ supply, numBytes, random }) => {
    const lines = [supply.any(random), random.pick(supply.headings), random.pick(supply.headings)];
    return untilFull(Math.max(numBytes, 4 * Buffer.byteLength(lines[0])), () => random.pick(lines));
  },
  'symbol-noise': ({ supply, numBytes, random }) =>
    untilFull(numBytes, () => {
      if (random.chance(0.2)) return Buffer.from(supply.any(random).slice(0, 200)).toString('latin1');
      return Array.from({ length: random.integer(5, 60) }, () => random.pick(symbols)).join(
        random.pick(['', ' ']),
      );
    }),
  'truncated-lines': ({ supply, numBytes, random }) =>
    untilFull(numBytes, () => {
      const end = random.pick(['...', '…', `... ${reads[supply.language] ?? reads.en}`]);
      return supply.any(random).slice(0, random.integer(20, 90)) + end;
    }),
  'lorem-ipsum': ({ numBytes, random }) =>
    untilFull(
      numBytes,
      () => {
        const words = Array.from({ length: random.integer(6, 18) }, () => random.pick(latinWords)).join(' ');
        return `${words[0].toUpperCase()}${words.slice(1)}.`;
      },
      ' ',
    ),
  'machine-log': ({ numBytes, random }) =>
    untilFull(numBytes, () => {
      const time = `2024-0${random.integer(1, 9)}-1${random.integer(0, 9)}T0${random.integer(0, 9)}:${random.digits(2)}:${random.digits(2)}Z`;
      const level = random.pick(['INFO', 'WARN', 'ERROR', 'DEBUG']);
      return `${time} ${level} [worker-${random.integer(1, 64)}] request=${random.digits(12)} status=${random.pick([200, 304, 404, 500])} took=${random.integer(1, 4000)}ms`;
    }),
  'too-short': ({ supply, random }) => `${random.pick(supply.headings)}\n${random.pick(supply.headings)}`,
};
