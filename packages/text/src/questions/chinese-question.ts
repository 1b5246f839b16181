/**
 * The question that a Chinese section answers, from its heading; twin of `english-question.ts`.
 * Invariant: depends on the section's words and its `choice` alone; ends with a Chinese question mark or full stop.
 */
import type { AskedSection } from './asked-section.ts';

/** Well-known headings; `$` stands for what the section is about. */
const known: readonly (readonly [RegExp, string])[] = [
  [/^(?:安装|安装方法|安装步骤|安装说明|如何安装)$/, '如何安装$？'],
  [/^(?:使用|用法|使用方法|使用说明|基本用法|如何使用)$/, '如何使用$？'],
  [/^(?:快速开始|快速入门|快速上手|入门|开始使用|上手指南)$/, '如何快速上手$？'],
  [/^(?:示例|例子|样例|使用示例|代码示例|案例)$/, '请给出$的一个示例。'],
  [/^(?:配置|设置|配置说明|配置方法|参数配置)$/, '如何配置$？'],
  [/^(?:选项|参数|参数说明|配置项|配置选项)$/, '$有哪些参数？'],
  [/^(?:特性|功能|主要功能|功能特性|功能特点|特点|亮点|核心功能)$/, '$有哪些主要功能？'],
  [/^(?:简介|介绍|概述|概要|前言|总览|产品介绍|项目介绍|说明)$/, '$是什么？'],
  [/^(?:背景|目的|动机|目标|设计目标|编制目的)$/, '$的目的是什么？'],
  [/^(?:原理|工作原理|实现原理|基本原理|运行机制)$/, '$的工作原理是什么？'],
  [/^(?:要求|前提|前提条件|环境要求|系统要求|前置条件|准备工作)$/, '$需要满足哪些条件？'],
  [/^(?:限制|局限|已知问题|注意事项|注意)$/, '使用$时有哪些注意事项？'],
  [/^(?:适用范围|范围)$/, '$的适用范围是什么？'],
  [/^(?:定义|术语|术语和定义|名词解释)$/, '$中的术语是怎么定义的？'],
  [/^(?:职责|岗位职责|职责分工|责任)$/, '$规定了哪些职责？'],
  [/^(?:流程|工作流程|办理流程|操作流程|操作步骤|步骤)$/, '$的流程是怎样的？'],
  [/^(?:部署|部署方法|部署说明)$/, '如何部署$？'],
  [/^(?:升级|升级方法|升级说明|迁移)$/, '如何升级$？'],
  [/^(?:卸载|卸载方法)$/, '如何卸载$？'],
  [/^(?:测试|运行测试|测试方法)$/, '如何测试$？'],
  [/^(?:贡献|参与贡献|贡献指南|如何贡献)$/, '如何参与$的开发？'],
  [/^(?:故障排查|故障排除|问题排查|故障处理|排错)$/, '$出现故障时如何排查？'],
  [/^(?:错误处理|异常处理)$/, '$如何处理错误？'],
  [/^(?:性能|基准测试|性能测试)$/, '$的性能如何？'],
  [/^(?:安全|安全性|安全要求|安全须知)$/, '使用$时在安全方面要注意什么？'],
  [/^(?:返回|返回值)$/, '$返回什么？'],
];

const tasks =
  /^(?:安装|配置|创建|新建|使用|部署|启动|停止|重启|编写|修改|删除|查看|查询|导入|导出|设置|添加|增加|更新|升级|备份|恢复|连接|运行|调用|申请|提交|办理|处理|启用|禁用|开启|关闭|下载|上传|登录|注册|发布|构建|编译|调试|测试|监控|管理|检查|校验|验证|获取|发送|接收|自定义|扩展|集成|接入|迁移|清理|排查|优化|选择|计算|生成|打开|绑定|解绑|重置|更换|报销|填写|审批)(?=.)/;

const general: readonly string[] = [
  '《$T》中关于“$H”是怎么说的？',
  '请根据《$T》说明“$H”。',
  '《$T》对“$H”有什么说明？',
];

/** The question for a section, or `undefined` where no sensible one can be put. */
export function askInChinese({ title, heading, parents, choice }: AskedSection): string | undefined {
  const parent = parents.at(-1);
  if (heading === '' || heading === title) {
    if (/[?？]$/.test(title)) return title;
    return isRule(title) ? `《${title}》的主要内容是什么？` : `${title}是什么？`;
  }
  const name = productOf(title) ?? (isRule(title) ? `《${title}》` : title);
  const bare = heading.replace(/[?？!！。：:]+$/, '').trim();
  const isQuestion =
    /^(?:如何|怎么|怎样|为什么|为何|什么是|什么时候|何时|哪些|是否|能否|可以)|(?:是什么|吗|呢|怎么办|哪些|多少)$/.test(
      bare,
    );
  if (isQuestion || /[?？]$/.test(heading))
    return bare.includes(title) ? `${bare}？` : `在${name}中，${bare}？`;
  const template = known.find(([pattern]) => pattern.test(bare))?.[1];
  if (template !== undefined)
    return template.replace('$', () => (parent === undefined ? name : `${name}中“${parent}”`));
  if (/^[\w$.#'"/@-]+(?:\(.*\))?$/.test(bare) && /[a-z][A-Z]|[_.()#-]/.test(bare)) {
    return `\`${bare.replace(/\(.*\)$/, '()')}\` 在${name}中有什么作用？`;
  }
  const isTask =
    tasks.test(bare) &&
    bare.length >= 4 &&
    !/(?:说明|规定|原则|要求|方式|方法|流程|步骤|范围|标准|概述|简介|规范|指南|策略|示例)$/.test(bare);
  if (isTask) return bare.includes(title) ? `如何${bare}？` : `在${name}中如何${bare}？`;
  const form = general[Math.floor(choice * general.length)] ?? general[0];
  const words = parent === undefined || bare.length > 6 ? bare : `${parent}：${bare}`;
  return form?.replace('$T', () => title).replace('$H', () => words);
}

/** What a manual is the manual of: `星舟平台部署手册` is about `星舟平台`. */
function productOf(title: string): string | undefined {
  const manual =
    /^(.{2,}?)(?:(?:安装|部署|使用|用户|操作|运维|开发|管理员?|配置|维护|快速)(?:与|和|及)?)*(?:手册|指南|文档|教程|说明书?)$/;
  return manual.exec(title)?.[1];
}

/** Rules, manuals and reports are quoted like books; products and tools are not. */
function isRule(title: string): boolean {
  return /(?:制度|办法|规定|规范|规程|规则|条例|细则|手册|指南|标准|章程|通知|方案|报告|合同|协议|须知|守则|流程|白皮书|文档|教程|说明书?)$/.test(
    title,
  );
}
