/**
 * Characters that only simplified or only traditional Chinese writes, in pairs.
 * Invariant: the n-th of one list is the n-th of the other. Chosen by hand among frequent characters; the pairs agree with the fields
 * kSimplifiedVariant and kTraditionalVariant of Unihan. Characters with a life of their own in both (后, 里, 面, 台) are left out.
 */

const simplifiedCharacters =
  '们这个说时为来对发会过没还样经现问题关点动种应进实话让从见认识觉东车电书长门开头气给听买卖读写请谢话语词记论谈诉评译证识试该详误访设许评这边达远连运过还选适迟迁逻辑务动劳势单卫厂厅历压厌县参双变号叶员团园围图场坏块坚垒执扩扫扬换损据数断无旧显晓术机权条极构标树样桥检楼欢岁归残毁气汉汤沟济测浅满灵热爱爷牵状独狮现环盘础确礼离种积称稳穷笔简类粮紧红纪约级纯纲纳纵纷纸纹线练组细织终经绍结绕绘给络绝统继绩续维综绿缓编缘缩网罗职联肃胜脑脸节苏荐获药营虑虽蚁补装规视览观觉触订计讨训议讯讲讼诊词诚诞询责贡财败账货质贩购贯贫费贴贸资赋赏赔赖赛赞跃践轮软轻载较输辅辆';
const traditionalCharacters =
  '們這個說時為來對發會過沒還樣經現問題關點動種應進實話讓從見認識覺東車電書長門開頭氣給聽買賣讀寫請謝話語詞記論談訴評譯證識試該詳誤訪設許評這邊達遠連運過還選適遲遷邏輯務動勞勢單衛廠廳歷壓厭縣參雙變號葉員團園圍圖場壞塊堅壘執擴掃揚換損據數斷無舊顯曉術機權條極構標樹樣橋檢樓歡歲歸殘毀氣漢湯溝濟測淺滿靈熱愛爺牽狀獨獅現環盤礎確禮離種積稱穩窮筆簡類糧緊紅紀約級純綱納縱紛紙紋線練組細織終經紹結繞繪給絡絕統繼績續維綜綠緩編緣縮網羅職聯肅勝腦臉節蘇薦獲藥營慮雖蟻補裝規視覽觀覺觸訂計討訓議訊講訟診詞誠誕詢責貢財敗賬貨質販購貫貧費貼貿資賦賞賠賴賽贊躍踐輪軟輕載較輸輔輛';

/** Characters of simplified Chinese only. */
export const simplifiedOnly: ReadonlySet<string> = onlyIn(simplifiedCharacters, traditionalCharacters);
/** Characters of traditional Chinese only. */
export const traditionalOnly: ReadonlySet<string> = onlyIn(traditionalCharacters, simplifiedCharacters);

function onlyIn(list: string, other: string): ReadonlySet<string> {
  const others = new Set(other);
  return new Set([...list].filter((character) => !others.has(character)));
}
