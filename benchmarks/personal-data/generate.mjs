// Makes sentences with planted personal data and sentences with numbers that are none, in English and Chinese, from a seed.
// Use: node generate.mjs NUM_EACH SEED > CORPUS.jsonl
// Invariant: a line is {text, planted: [{kind, start, end}]}, places in bytes; check digits are calculated here, not by what is measured.

const [numEach, seed] = process.argv.slice(2).map(Number);
let state = seed;
/** Mulberry32. */
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const below = (count) => Math.floor(random() * count);
const pick = (list) => list[below(list.length)];
const draw = (alphabet, count) => Array.from({ length: count }, () => pick(alphabet)).join('');
const digits = (count) => draw('0123456789', count);
const hex = (count) => draw('0123456789abcdef', count);
const mixed = (count) => draw('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', count);
const between = (low, high) => low + below(high - low + 1);
const two = (value) => String(value).padStart(2, '0');
const group = (text, sizes, sign) =>
  sizes
    .map((size, place) => {
      const start = sizes.slice(0, place).reduce((sum, one) => sum + one, 0);
      return text.slice(start, start + size);
    })
    .join(sign);
const wide = (text) => text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

function luhn(body) {
  const sum = [...body].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + ((10 - (sum % 10)) % 10);
}

function card() {
  const [begin, size] = pick([
    ['4', 16],
    ['52', 16],
    ['37', 15],
    ['6222', 16],
    ['6217', 19],
    ['6011', 16],
    ['3530', 16],
  ]);
  const number = luhn(begin + digits(size - begin.length - 1));
  if (size === 15) return pick([number, group(number, [4, 6, 5], ' ')]);
  return pick([number, group(number, [4, 4, 4, 4, 3].slice(0, size === 19 ? 5 : 4), pick([' ', '-']))]);
}

function iban() {
  const [country, size, bank] = pick([
    ['DE', 22, ''],
    ['FR', 27, ''],
    ['GB', 22, 'NWBK'],
    ['NL', 18, 'INGB'],
    ['ES', 24, ''],
    ['PL', 28, ''],
  ]);
  const body = bank + digits(size - 4 - bank.length);
  const value = [...`${body}${country}00`].map((one) => Number.parseInt(one, 36)).join('');
  const number = `${country}${two(98n - (BigInt(value) % 97n))}${body}`;
  return pick([number, number.replace(/(.{4})(?=.)/g, '$1 ')]);
}

const region = () => pick(['110101', '310104', '440305', '510107', '330106', '420106', '610102', '350203']);
const date = () => `${between(1940, 2012)}${two(between(1, 12))}${two(between(1, 28))}`;

function identity() {
  const body = region() + date() + digits(3);
  const sum = [...body].reduce(
    (total, digit, place) =>
      total + Number(digit) * [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][place],
    0,
  );
  const number = body + '10X98765432'[sum % 11];
  return pick([number, number, group(number, [6, 8, 4], ' '), wide(number)]);
}

function creditCode() {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = pick(['91', '92', '52', '12']) + region() + draw(alphabet, 9);
  const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
  const sum = [...body].reduce((total, one, place) => total + alphabet.indexOf(one) * weights[place], 0);
  return body + alphabet[(31 - (sum % 31)) % 31];
}

const mobile = () => pick(['138', '139', '150', '157', '166', '177', '186', '198']) + digits(8);
const area = () => `${between(2, 9)}${digits(2)}`;
const makers = {
  email: () =>
    `${pick(['li.wei', 'j_smith', 'anna-b', 'info', 'zhang3', 'm.o+news'])}${digits(below(4))}@${pick(['mail.example.com', 'qq.com', 'uni-x.edu.cn', 'post.co.uk', 'firma.de'])}`,
  phone: () =>
    pick([
      () => `+44 20 ${digits(4)} ${digits(4)}`,
      () => `+1 (${area()}) ${area()}-${digits(4)}`,
      () => `+49 ${between(30, 89)} ${between(1, 9)}${digits(7)}`,
      () => `(${area()}) ${area()}-${digits(4)}`,
      () => `${area()}-${area()}-${digits(4)}`,
      () => `0${between(10, 29)}-${between(2, 8)}${digits(7)}`,
      () => `(010)${between(2, 8)}${digits(7)}`,
      () => `01 ${digits(2)} ${digits(2)} ${digits(2)} ${digits(2)}`,
      () => `400-${between(200, 999)}-${digits(4)}`,
    ])(),
  'chinese-mobile': () => {
    const number = mobile();
    return pick([
      number,
      number,
      group(number, [3, 4, 4], pick([' ', '-'])),
      `+86 ${number}`,
      `+86-${group(number, [3, 4, 4], '-')}`,
      wide(number),
    ]);
  },
  ipv4: () =>
    `${pick([8, 23, 47, 66, 114, 123, 185, 203])}.${between(20, 250)}.${between(0, 255)}.${between(1, 254)}`,
  ipv6: () =>
    pick([
      () => `2001:4860:${hex(4)}::${hex(4)}`,
      () => `2400:${Array.from({ length: 7 }, () => `${pick('123456789abcdef')}${hex(3)}`).join(':')}`,
    ])(),
  iban,
  'bank-card': card,
  'chinese-identity': identity,
  'chinese-plate': () =>
    pick([
      () => `${pick('京沪粤苏浙川')}${pick('ABCEF')}${digits(5)}`,
      () => `${pick('京沪粤苏')}A·${digits(5)}`,
      () => `${pick('京沪粤')}A${pick('DF')}${digits(5)}`,
    ])(),
  'chinese-credit-code': creditCode,
  'aws-key': () => `AKIA${draw('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
  'github-token': () => `ghp_${mixed(36)}`,
  'model-key': () => pick([() => `sk-${mixed(48)}`, () => `sk-${hex(32)}`])(),
  'slack-token': () => `xoxb-${digits(12)}-${digits(12)}-${mixed(24)}`,
  'google-key': () => `AIza${mixed(35)}`,
  'web-token': () => `eyJhbGciOiJIUzI1NiJ9.eyJ${mixed(60)}.${mixed(43)}`,
};

const sentences = [
  (it) => `Please use ${it} for anything that concerns the order.`,
  (it) => `He wrote down ${it}, then left the office without a word.`,
  (it) => `Our records (${it}) were changed last week.`,
  (it) => `"${it}" is what the form said.`,
  (it) => `Contact: ${it}`,
  (it) => `有问题请用${it}联系我们，工作日都有人。`,
  (it) => `登记的是：${it}。`,
  (it) => `他把${it}写在纸上就走了。`,
  (it) => `资料（${it}）已经更新，请核对。`,
  (it) => `如下：\n${it}\n以上。`,
];

/** Numbers and codes that are none of the kinds. */
const negatives = [
  () =>
    `Order ${digits(12)} was shipped on ${between(2015, 2026)}-${two(between(1, 12))}-${two(between(1, 28))}.`,
  () => `订单号${between(2015, 2026)}${digits(15)}已经发货，金额${digits(4)}.${digits(2)}元。`,
  () =>
    `Version ${between(1, 20)}.${between(0, 30)}.${between(0, 99)} follows v${between(1, 9)}.${between(0, 9)}.${between(0, 9)}.${between(0, 9)}.`,
  () => `版本 ${between(10, 20)}.${between(0, 30)}.${between(0, 99)}.${between(0, 99)} 修复了若干问题。`,
  () =>
    `At ${between(2015, 2026)}-${two(between(1, 12))}-${two(between(1, 28))}T${two(between(0, 23))}:${two(between(0, 59))}:${two(between(0, 59))}Z, epoch ${between(15, 17)}${digits(8)}.`,
  () => `时间戳${between(15, 17)}${digits(11)}，毫秒。`,
  () => `The sum is ${hex(64)} and the commit ${hex(40)}.`,
  () => `Id ${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)} is new.`,
  () =>
    `ISBN 978-7-${digits(3)}-${digits(5)}-${digits(1)} and ISBN 7-${digits(4)}-${digits(4)}-${digits(1)}.`,
  () =>
    `The ratio is ${between(0, 9)}.${digits(15)}, not ${between(10, 99)}.${digits(11)}e-${between(2, 9)}.`,
  () =>
    `Sales were ${between(1, 99)},${digits(3)},${digits(3)} and ${between(1, 9)},${digits(3)},${digits(3)},${digits(3)}.`,
  () =>
    `See chapter ${between(1, 9)}.${between(1, 9)}.${between(1, 9)}.${between(1, 9)} and page ${between(100, 999)}-${between(100, 999)}.`,
  () => `Coordinates ${between(10, 89)}.${digits(6)}, ${between(100, 179)}.${digits(6)}; size 1920x1080@60.`,
  () => `The part number is AB-${digits(4)}-${digits(4)}, tracking code SF${digits(13)}.`,
  () =>
    `logo@2x.png, user@localhost, std::vector<int>, a::b::c, ${two(between(0, 23))}:${two(between(0, 59))}:${two(between(0, 59))}.`,
  () => `MAC ${hex(2)}:${hex(2)}:${hex(2)}:${hex(2)}:${hex(2)}:${hex(2)} and color #${hex(6)}.`,
  () => `const keyboardLayout = "us-international-with-dead-keys"; sk-fading-circle-container-wide`,
  () =>
    `快递单号SF${digits(12)}，第${between(1, 99)}页，共${between(100, 999)}页，比例${between(1, 99)}.${digits(2)}%。`,
  () =>
    `Private hosts are 192.168.${between(0, 255)}.${between(1, 254)} and 10.${between(0, 255)}.${between(0, 255)}.${between(1, 254)}.`,
  () =>
    `Batch ${between(100, 999)} ${between(100, 999)} ${digits(4)}; ${between(2, 9)}00 ${between(2, 9)}00 ${between(2, 9)}000.`,
];

const numBytes = (text) => Buffer.byteLength(text);
for (const [kind, make] of Object.entries(makers)) {
  for (let at = 0; at < numEach; at++) {
    const value = make();
    const text = sentences[at % sentences.length](value);
    const start = numBytes(text.slice(0, text.indexOf(value)));
    console.log(JSON.stringify({ text, planted: [{ kind, start, end: start + numBytes(value) }] }));
  }
}
for (let at = 0; at < numEach * 10; at++)
  console.log(JSON.stringify({ text: negatives[at % negatives.length](), planted: [] }));
