/**
 * Frequent characters that only traditional Chinese writes.
 * Invariant: chosen by hand; each agrees with the field kSimplifiedVariant of Unihan. Characters with a life of their own in simplified Chinese
 * (后, 里, 面, 台) are left out.
 */
export const frequentTraditional =
  '們這個說時為來對發會過沒還樣經現問題關點動種應進實話讓從見認識覺東車電書長門開頭氣給聽買賣讀寫請謝語詞記論談訴評譯證試該詳誤訪設許邊達遠連運選適遲遷邏輯務勞勢單衛廠廳歷壓厭縣參雙變號葉員團園圍圖場壞塊堅壘執擴掃揚換損據數斷無舊顯曉術機權條極構標樹橋檢樓歡歲歸殘毀漢湯溝濟測淺滿靈熱愛爺牽狀獨獅環盤礎確禮離積稱穩窮筆簡類糧緊紅紀約級純綱納縱紛紙紋線練組細織終紹結繞繪絡絕統繼績續維綜綠緩編緣縮網羅職聯肅勝腦臉節蘇薦獲藥營慮雖蟻補裝規視覽觀觸訂計討訓議訊講訟診誠誕詢責貢財敗賬貨質販購貫貧費貼貿資賦賞賠賴賽贊躍踐輪軟輕載較輸輔輛';
