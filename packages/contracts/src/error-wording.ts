/**
 * What each error code means, in Chinese: the one catalogue that pages and terminal take their Chinese from.
 * An error's own `message` and `hint` are English and name the very file, step or value; they stand beside this sentence, marked as English.
 * Invariant: every code has its sentence (typed). Refuses values: a sentence holds for every error of its code.
 */
import type { ErrorCode } from './error-codes.ts';

export interface ErrorWording {
  /** What happened. */
  readonly message: string;
  /** The one thing to do, where it is the same for every error of the code. */
  readonly hint?: string;
}

const chinese: Record<ErrorCode, ErrorWording> = {
  'recipe-invalid': { message: '配方有误', hint: '按下面指出的位置改正配方。' },
  'recipe-cycle': { message: '配方中的步骤互相等待，成了环', hint: '去掉其中一处引用。' },
  'recipe-unreadable': { message: '配方文件无法读取', hint: '检查路径与格式。' },
  'spec-invalid': { message: '步骤的规格有误', hint: '按下面指出的字段改正。' },
  'stage-unknown': { message: '没有这个阶段', hint: '检查阶段名的拼写。' },
  'configuration-invalid': { message: '配置有误', hint: '按下面指出的字段改正配置。' },
  'argument-invalid': { message: '参数有误', hint: '按下面的说明改正参数。' },
  'documents-missing': { message: '找不到文档', hint: '检查文档文件夹的路径。' },
  'documents-empty': { message: '文件夹中没有可读的文档', hint: '放入文档，或换一个文件夹。' },
  'documents-none-kept': { message: '清洗之后没有留下文档', hint: '放入更多文档，或放宽筛选。' },
  'documents-changed': { message: '文档在列出之后有了变化', hint: '重新列出文档，再来一次。' },
  'storage-credentials-missing': {
    message: '没有对象存储的凭据',
    hint: '在启动 `slipway up` 的环境中设置 AWS_ACCESS_KEY_ID 与 AWS_SECRET_ACCESS_KEY，或 AWS_PROFILE，然后重新启动。',
  },
  'storage-denied': {
    message: '对象存储拒绝了访问',
    hint: '检查凭据与区域，以及对这个桶的读取与列出权限。',
  },
  'pairs-none-made': { message: '没能从文档中得出问答', hint: '放入篇幅更长的文档。' },
  'tokens-none-made': { message: '没有可供分词的文档', hint: '换一个数据集，或换一个划分。' },
  'text-unreadable': { message: '文本无法读取', hint: '检查文件的编码与格式。' },
  'text-index-invalid': { message: '检索索引有误', hint: '重新运行生成索引的步骤。' },
  'artifact-missing': { message: '没有这个产物', hint: '用 `slipway artifacts` 列出现有的产物。' },
  'artifact-corrupt': { message: '产物的内容与其摘要不符', hint: '重新运行生成它的步骤。' },
  'artifact-ambiguous': { message: '这个简写对应多个产物', hint: '多写几位摘要。' },
  'trace-target-unknown': { message: '谱系中没有这一项', hint: '检查摘要、编号或路径。' },
  'model-reference-invalid': { message: '模型的写法有误', hint: '用 `slipway models` 列出起步模型。' },
  'model-digest-mismatch': { message: '下载的模型与其摘要不符', hint: '再试一次，或换一个来源。' },
  'model-unavailable': { message: '模型暂时无法取得', hint: '检查网络与镜像，然后再试。' },
  'download-interrupted': { message: '下载中断', hint: '再试一次：会从中断处继续。' },
  'network-unreachable': { message: '网络不通', hint: '检查网络、代理与镜像，然后再试。' },
  'weights-file-invalid': { message: '权重文件有误', hint: '换一个文件，或重新下载。' },
  'weights-file-truncated': { message: '权重文件不完整', hint: '重新下载。' },
  'weights-type-unsupported': { message: '不支持这种权重类型', hint: '换一种量化方案的文件。' },
  'weights-tensor-missing': { message: '权重文件缺少张量', hint: '换一个完整的文件。' },
  'weights-shape-mismatch': { message: '张量的形状与模型不符', hint: '检查适配器是否出自这个模型。' },
  'attempt-lost': { message: '尝试失去了联系', hint: '再运行一次：已完成的步骤会直接复用。' },
  'attempt-cancelled': { message: '尝试已取消' },
  'attempt-out-of-memory': { message: '内存不足，尝试被系统终止', hint: '关闭其他程序，或换用更小的模型。' },
  'attempt-crashed': { message: '尝试意外退出', hint: '看这个步骤的日志，然后再运行一次。' },
  'launcher-unavailable': { message: '启动器暂时不可用', hint: '稍后再试。' },
  'disk-full': {
    message: '磁盘已满',
    hint: '腾出空间，然后再运行一次。`slipway collect` 会清除无用的产物。',
  },
  'python-missing': { message: '找不到合适的 Python', hint: '安装后再试，或用 SLIPWAY_PYTHON 指明路径。' },
  'python-environment-failed': { message: 'Python 环境没能装好', hint: '检查网络与镜像，然后再试。' },
  'worker-crashed': { message: '训练进程意外退出', hint: '看这个步骤的日志，然后再运行一次。' },
  'train-out-of-memory': { message: '训练时内存不足', hint: '减小批量，或换用更小的模型。' },
  'train-bad-pairs': { message: '问答数据有误', hint: '重新运行生成问答的步骤。' },
  'train-base-unreadable': { message: '基座模型无法读取', hint: '重新下载模型。' },
  'train-no-answer-tokens': { message: '问答中没有可供训练的回答', hint: '放入更多文档。' },
  'train-diverged': { message: '训练发散了', hint: '降低学习率，然后再运行一次。' },
  'gate-failed': { message: '没有通过关卡，模型不会上线', hint: '关卡报告逐项列出了测得值与界限。' },
  'evaluation-empty': { message: '没有可供评测的样本', hint: '放入更多文档。' },
  'engine-unavailable': { message: '引擎暂时没有应答', hint: '稍后再试。' },
  'engine-crashed': { message: '引擎意外退出，正在重启', hint: '稍后再试。' },
  'engine-load-failed': { message: '引擎没能载入模型', hint: '看部署的日志；内存可能不足。' },
  'request-invalid': { message: '请求有误', hint: '按下面指出的字段改正。' },
  'request-too-long': { message: '请求超出了模型的上下文长度', hint: '缩短提问，或减少回答的词元数。' },
  'request-cancelled': { message: '请求已取消' },
  'model-unknown': { message: '没有这个模型', hint: '用 `slipway models` 列出现有的模型。' },
  'deployment-unknown': { message: '没有这个部署', hint: '用 `slipway deploy` 列出现有的部署。' },
  'deployment-not-ready': { message: '部署尚未就绪', hint: '稍后再试。' },
  'key-missing': { message: '请求没有带密钥', hint: '用 `slipway keys make 名称` 新建一个密钥。' },
  'key-invalid': { message: '密钥无效或已撤销', hint: '用 `slipway keys make 名称` 新建一个密钥。' },
  'key-forbidden': { message: '不允许这样访问', hint: '本服务只应答本机的地址。' },
  'receipt-unknown': { message: '没有这张回执', hint: '回答结束片刻之后才会入账：稍后再看。' },
  'server-not-running': { message: '服务器没有应答', hint: '用 `slipway up` 启动服务器。' },
  'server-already-running': { message: '同一文件夹的服务器已在运行', hint: '用它即可，或先停下它。' },
  'port-taken': { message: '端口已被其他程序占用', hint: '用 --port 换一个端口。' },
  'database-unreachable': { message: '数据库连接不上', hint: '检查数据库的地址，然后再试。' },
  'session-required': {
    message: '需要先登入',
    hint: '在 Slipway 文件夹中运行 `npx slipway link`，打开它给出的一次性链接。',
  },
  'run-unknown': { message: '没有这次运行', hint: '用 `slipway runs` 列出现有的运行。' },
  'tour-already-running': { message: '另一个导览正在运行', hint: '等它结束，或先取消它。' },
  'not-found': { message: '没有找到', hint: '检查地址或名称。' },
  internal: { message: '程序自身出错', hint: '服务器的日志中有详细记录。' },
};

/** A code in Chinese; undefined for a code of another version. */
export function wordErrorInChinese(code: string): ErrorWording | undefined {
  return Object.hasOwn(chinese, code) ? chinese[code as ErrorCode] : undefined;
}
