// Made-up personal data in sentences: mail addresses, telephone numbers, public IP addresses, card numbers, identity numbers, IBANs.
// Invariant: check digits are right (Luhn, GB 11643, ISO 7064), so that a detector that verifies them finds them; each value is listed.
// Refuses: data of real people; names, domains and numbers come from the random numbers.

const given =
  'anna bruno chen dmitri elena farid grace hugo ines jonas kofi lena marco nadia omar petra qiang rosa sven tariq'.split(
    ' ',
  );
const family =
  'adler brown costa dubois evans fischer garcia hansen ito jensen kim lopez meyer novak olsen park quinn rossi smith tanaka'.split(
    ' ',
  );
const hosts = ['mailbox', 'postfach', 'northwind', 'contoso', 'fabrikam', 'lighthouse', 'riverside'];

function luhnDigit(digits) {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const value = place % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}

function identityDigit(digits) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * weights[place], 0);
  return '10X98765432'[sum % 11];
}

const makers = {
  email: (random) =>
    `${random.pick(given)}.${random.pick(family)}${random.integer(1, 999)}@${random.pick(hosts)}${random.integer(1, 99)}.${random.pick(['com', 'net', 'org', 'de', 'cn'])}`,
  phone: (random, language) =>
    language === 'zh'
      ? `1${random.pick([3, 5, 7, 8, 9])}${random.digits(9)}`
      : `+${random.pick([1, 33, 44, 49])} ${random.integer(200, 989)} ${random.digits(3)} ${random.digits(4)}`,
  address: (random) =>
    [
      random.pick([23, 45, 62, 81, 93, 104, 151, 185]),
      random.integer(1, 254),
      random.integer(1, 254),
      random.integer(1, 254),
    ].join('.'),
  card: (random) => {
    const digits = `4${random.digits(14)}`;
    return `${digits}${luhnDigit(digits)}`.replace(/(.{4})(?=.)/g, '$1 ');
  },
  identity: (random) => {
    const birth = `19${random.integer(50, 99)}${random.pick(['01', '04', '09', '12'])}${random.integer(10, 28)}`;
    const digits = `${random.pick(['110101', '310104', '440305', '510107'])}${birth}${random.digits(3)}`;
    return digits + identityDigit(digits);
  },
  iban: (random) => {
    const account = random.digits(18);
    const remainder = [...`${account}131400`].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
    return `DE${String(98 - remainder).padStart(2, '0')}${account}`;
  },
};
const kindsOf = { zh: ['email', 'phone', 'phone', 'identity', 'card', 'address'] };
const otherKinds = ['email', 'email', 'phone', 'address', 'card', 'iban'];

const sentence = (value, language, random) =>
  language === 'zh'
    ? random.pick([
        `如有疑问，请联系：${value}。`,
        `联系人资料：${value}，请妥善保管。`,
        `（登记号码${value}）`,
      ])
    : random.pick([
        `For questions contact ${value} at any time.`,
        `The registered record is ${value}, please keep it safe.`,
        `(${value})`,
      ]);

/** Sentences with personal data `{text, values: [{kind, value}]}`; one to four values. */
export function makePersonalData(language, random) {
  const values = Array.from({ length: random.integer(1, 4) }, () => {
    const kind = random.pick(kindsOf[language] ?? otherKinds);
    return { kind, value: makers[kind](random, language) };
  });
  return {
    text: values.map(({ value }) => sentence(value, language, random)).join(language === 'zh' ? '' : ' '),
    values,
  };
}
