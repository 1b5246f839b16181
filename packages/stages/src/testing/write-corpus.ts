/**
 * A small folder of documents in two languages, with headings and enough text for every stage of data.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const topics = [
  'anchors',
  'rudders',
  'sails',
  'keels',
  'pumps',
  'winches',
  'masts',
  'ropes',
  'charts',
  'lamps',
];
const verbs = [
  'inspect',
  'grease',
  'replace',
  'measure',
  'store',
  'paint',
  'tighten',
  'log',
  'clean',
  'test',
];
const hanTopics = ['船锚', '船舵', '风帆', '龙骨', '水泵', '绞盘', '桅杆', '缆绳', '海图', '灯具'];

/** Different words in every document, so that none is a near-duplicate of another. */
function english(seed: number): string {
  const topic = topics[seed % topics.length] ?? '';
  const section = (place: number) => {
    const verb = verbs[(seed * 3 + place) % verbs.length] ?? '';
    const sentences = Array.from({ length: 4 }, (_, line) => {
      const other = topics[(seed + place + line) % topics.length];
      const number = (seed + 1) * 17 + place * 5 + line;
      return `Before voyage ${number} the crew has to ${verb} all ${topic} near the ${other} and write figure ${number * 3} into book ${seed}-${place}-${line}.`;
    });
    return `## How to ${verb} the ${topic}\n\n${sentences.join(' ')}\n`;
  };
  return `# Handbook of ${topic}, volume ${seed}\n\n${[0, 1, 2].map(section).join('\n')}`;
}

function chinese(seed: number): string {
  const topic = hanTopics[seed % hanTopics.length] ?? '';
  const section = (place: number) => {
    const number = (seed + 1) * 13 + place;
    return `## 怎样保养${topic}的第${place + 1}部分\n\n每次出航之前，船员必须检查第${number}号${topic}，并把读数${number * 7}写入第${seed}册航海日志。如果读数超过${number * 9}，应当立即通知值班的轮机长，并更换编号为${number * 11}的零件。\n`;
  };
  return `# ${topic}手册第${seed}卷\n\n${[0, 1, 2].map(section).join('\n')}`;
}

/** Writes `numEnglish` and `numChinese` Markdown files into a new folder. */
export async function writeCorpus(
  folder: string,
  { numEnglish = 16, numChinese = 6 }: { numEnglish?: number; numChinese?: number } = {},
): Promise<void> {
  await mkdir(join(folder, 'zh'), { recursive: true });
  for (let seed = 0; seed < numEnglish; seed += 1) {
    await writeFile(join(folder, `handbook-${String(seed).padStart(3, '0')}.md`), english(seed));
  }
  for (let seed = 0; seed < numChinese; seed += 1) {
    await writeFile(join(folder, 'zh', `${String(seed).padStart(3, '0')}.md`), chinese(seed));
  }
}
