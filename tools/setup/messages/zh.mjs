// 安装与准备过程中显示的中文文字。与 `en.mjs` 成对：键相同，参数相同。
// 约定：错误只占一行，并说明怎样解决。不写只有程序员才懂的话。

export const zh = {
  node: ({ version }) =>
    `不支持 Node.js ${version}。Slipway 需要 20.19 或更高版本（22 系列需 22.12 以上）。请从 https://nodejs.org 或用版本管理器安装（nvm install 22），然后重新启动。`,
  platform: {
    windows: 'Slipway 不能直接在 Windows 上运行。请安装 WSL 2（wsl --install），在其中重新启动。',
    musl: '此 Linux 使用 musl，PyTorch 没有相应的安装包。请改用基于 glibc 的发行版（Debian、Ubuntu、Fedora），例如在容器中运行。',
    'intel-mac': 'PyTorch 已不再提供 Intel Mac 的安装包。请使用 Apple 芯片的 Mac 或 Linux 机器。',
    other: '不支持此平台。请使用 Linux（x64 或 arm64，glibc）或 Apple 芯片的 Mac。',
  },
  python: {
    missing:
      '没有找到 Python。Slipway 需要 3.10 至 3.13。请安装（Debian、Ubuntu：apt-get install python3 python3-venv；macOS：brew install python@3.13），或指定路径：SLIPWAY_PYTHON=/path/to/python3',
    'wrong-path': ({ path }) =>
      `SLIPWAY_PYTHON 指定的 ${path} 不能作为 Python 运行。请改正，或取消该变量，由 Slipway 自行查找。`,
    'too-old': ({ version, path }) =>
      `Python ${version}（${path}）版本过低，Slipway 需要 3.10 至 3.13。请安装新版本，或指定路径：SLIPWAY_PYTHON=/path/to/python3`,
    'too-new': ({ version, path }) =>
      `Python ${version}（${path}）比所固定的软件包更新，Slipway 需要 3.10 至 3.13。请另装其中一个版本（macOS：brew install python@3.13），或指定路径：SLIPWAY_PYTHON=/path/to/python3.13`,
    'no-venv': ({ version, path }) =>
      `Python ${version}（${path}）不能创建虚拟环境。请安装 venv 模块（Debian、Ubuntu：apt-get install python3-venv），然后重新启动。`,
  },
  disk: ({ folder, needed, free }) =>
    `${folder} 所在磁盘空间不足：剩余 ${free} GiB，需要 ${needed} GiB。请清理空间，或把该文件夹移到更大的磁盘。`,
  npm: {
    missing: '没有找到 npm。请安装带 npm 的 Node.js（https://nodejs.org），然后重新启动。',
    network: ({ registry, detail }) =>
      `无法连接软件包仓库 ${registry}（${detail}）。请检查网络，或设置代理、镜像（npm config set proxy 地址；npm config set registry 地址），然后重新启动：已下载的内容会保留。`,
    'no-space': () => '安装软件包时磁盘已满。请清理空间，然后重新启动。',
    'no-permission': ({ detail }) =>
      `无法在此写入软件包（${detail}）。请取得该文件夹的权限（chown），或克隆到自己的文件夹，然后重新启动。`,
    other: ({ detail }) => `npm 未能安装软件包：${detail}`,
  },
  buildFailed:
    '构建失败，原因见上方编译器的输出。若是缺少某个软件包，请删除 node_modules 后重新启动；否则请修正所指之处，或换回已发布的版本。',
  waitingForSetup: ({ pid }) => `正在等待此文件夹的另一个安装过程（进程 ${pid}）`,
  installing: ({ numPackages }) => `正在安装 ${numPackages} 个软件包`,
  resuming: ({ numPackages }) => `继续安装 ${numPackages} 个软件包`,
  fetched: ({ numFetched }) => `已下载 ${numFetched} 个`,
  building: '正在构建',
  ready: ({ node, python, took }) => `✓ 准备就绪：Node.js ${node}，Python ${python}（${took}）`,
  noPython: '无',
  interrupted: '已停止。下次启动将从这里继续。',
  benchmark: {
    unknown: ({ name, names }) =>
      `没有名为 ${name ?? '（空）'} 的基准测试。用法：npm run benchmark -- NAME [--quick] [--json]，NAME 可为：${names || '（暂无）'}`,
    badReport: ({ name, faults }) => `${name} 的报告格式不符：${faults}`,
  },
  test: {
    pythonSkipped: ({ reason }) => `– 跳过 Python 测试：${reason}`,
    environment: '正在准备测试用的 Python 环境',
    environmentMissing: '还没有 "slipway environment" 命令',
    environmentFailed: ({ detail }) => `未能建立 Python 环境（${detail}）`,
    noWorkerTests: 'workers/train/tests 中没有测试',
    model: '正在获取测试用的模型',
    modelSkipped: ({ detail }) => `– 跳过使用真实模型的测试：未能获取模型（${detail}）`,
    chromium: '正在为浏览器测试安装 Chromium',
    chromiumSkipped: '– 跳过浏览器测试：没有找到 Chromium，也无法安装。请自行安装，或设置 CHROMIUM_PATH。',
    databaseSkipped:
      '– 跳过 PostgreSQL 测试：127.0.0.1:5432 没有响应。请启动数据库，或设置 SLIPWAY_TEST_DATABASE_URL。',
    running: ({ what }) => `… 正在运行 ${what}`,
    outside: ({ what }) => `✗ ${what} 在测试之外出错`,
    took: ({ took }) => `✓ 全部测试用时 ${took}`,
  },
};
