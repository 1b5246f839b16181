// Websites around a page's real main text: navigation, header, footer, cookie banner, related links, comments, in three layouts.
// Invariant: a host keeps its layout and its words; nothing of the template is part of the true text.
// Refuses: scripts that would have to run for the text to appear.

const words = {
  en: {
    menu: 'Home|Products|Documentation|Support|Community|Blog|About us|Contact|Downloads|Pricing|Careers|Log in',
    cookie:
      'We use cookies to give you the best experience. By clicking “Accept all” you agree to the storing of cookies on your device.|Accept all|Settings',
    footer: 'All rights reserved.|Terms of use|Privacy policy|Imprint|Newsletter',
    related: 'Related articles|You may also like|Most read',
    comment:
      'Thanks, this helped me a lot!|Does this still work in the current version?|I followed the steps and it failed at the second one, any idea?|Great article, bookmarked.|Could you add a screenshot?',
    comments: 'Comments|Reply|Leave a comment',
  },
  zh: {
    menu: '首页|产品|文档|支持|社区|博客|关于我们|联系方式|下载中心|价格|招聘|登录',
    cookie:
      '我们使用 Cookie 为您提供更好的浏览体验。点击“全部接受”即表示您同意在设备上存储 Cookie。|全部接受|设置',
    footer: '版权所有|使用条款|隐私政策|京ICP备00000000号|订阅邮件',
    related: '相关文章|猜你喜欢|热门阅读',
    comment:
      '谢谢楼主，很有帮助！|请问新版本还适用吗？|照着做到第二步就报错了，怎么办？|好文，已收藏。|能不能加个截图？',
    comments: '评论|回复|发表评论',
  },
  ja: {
    menu: 'ホーム|製品|ドキュメント|サポート|コミュニティ|ブログ|会社概要|お問い合わせ|ダウンロード|料金|採用情報|ログイン',
    cookie:
      '当サイトでは利便性向上のためCookieを使用しています。「同意する」を押すとCookieの保存に同意したことになります。|同意する|設定',
    footer: '無断転載を禁じます|利用規約|プライバシーポリシー|特定商取引法に基づく表記|メールマガジン',
    related: '関連記事|おすすめ|人気の記事',
    comment:
      'ありがとうございます、助かりました！|今のバージョンでも使えますか？|二番目の手順で失敗しました。|ブックマークしました。|スクリーンショットもお願いします。',
    comments: 'コメント|返信|コメントを書く',
  },
};
const wordsOf = (language) =>
  Object.fromEntries(
    Object.entries(words[language] ?? words.en).map(([key, list]) => [key, list.split('|')]),
  );

const list = (texts, className) =>
  `<ul class="${className}">${texts.map((text, place) => `<li><a href="/${className}/${place}">${text}</a></li>`).join('')}</ul>`;

/** Parts of a page around its main text. */
function makeParts({ said, titles, random }) {
  const [notice, accept, settings] = said.cookie;
  const count = random.integer(0, 6);
  const comments = Array.from(
    { length: count },
    () =>
      `<div class="comment"><b>user${random.digits(3)}</b> <time>2024-0${random.integer(1, 9)}-1${random.integer(0, 9)}</time><p>${random.pick(said.comment)}</p><a href="#">${said.comments[1]}</a></div>`,
  );
  return {
    cookie: `<div id="cookie-banner" role="dialog"><p>${notice}</p><button>${accept}</button> <button>${settings}</button></div>`,
    menu: list(said.menu.slice(0, random.integer(6, 12)), 'menu'),
    footer: `<p>© 2024 ${said.footer[0]}</p>${list(said.footer.slice(1), 'legal')}`,
    related: `<h3>${random.pick(said.related)}</h3>${list(titles, 'related')}`,
    comments:
      count > 0
        ? `<h3>${said.comments[0]} (${count})</h3>${comments.join('\n')}<h4>${said.comments[2]}</h4>`
        : '',
  };
}

const layouts = [
  ({ title, main, parts }) => `<header><div class="logo">${title}</div><nav>${parts.menu}</nav></header>
<main><article><h1>${title}</h1>
${main}
</article></main>
<aside>${parts.related}</aside><section class="comments">${parts.comments}</section><footer>${parts.footer}</footer>${parts.cookie}`,
  ({
    title,
    main,
    parts,
  }) => `${parts.cookie}<div id="wrapper"><div id="top"><div class="breadcrumb"><a href="/">&raquo;</a> &gt; ${title}</div>${parts.menu}</div>
<div class="container"><div class="sidebar">${parts.related}</div><div class="content"><h1>${title}</h1><div class="entry-content">
${main}
</div></div></div><div id="comments">${parts.comments}</div><div id="bottom">${parts.footer}</div></div>`,
  ({
    title,
    main,
    parts,
  }) => `<table width="100%"><tr><td colspan="2">${parts.menu}</td></tr><tr><td width="20%">${parts.related}</td><td>
<h2>${title}</h2>
${main}
</td></tr><tr><td colspan="2">${parts.comments}${parts.footer}</td></tr></table>${parts.cookie}`,
];

/** The HTML of a page of host number `host`; `charset` is what its meta element says, empty for none. */
export function makeSitePage({ host, language, title, titles, main, charset, random }) {
  const parts = makeParts({ said: wordsOf(language), titles, random });
  const meta = charset ? `<meta charset="${charset}">` : '';
  const body = layouts[host % layouts.length]({ title, main, parts });
  return `<!DOCTYPE html>
<html lang="${language}"><head>${meta}<title>${title}</title><meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/site.css">
<style>.menu{display:flex}.comment{border:1px solid #ccc}</style><script>window.dataLayer=window.dataLayer||[];function track(){dataLayer.push(arguments)}track('js',0);</script></head>
<body>
${body}
<script>track('config','host-${host}');</script></body></html>
`;
}
