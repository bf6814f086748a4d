"""Chinese words that change a claim."""

from __future__ import annotations

from converter.faithfulness.lexicon.model import Lexicon

LEXICON = Lexicon(
    negations="""
并非 并不 从不 从未 毫无 没有 尚未 无法 不 没 未 无 非
""",
    inversions="""
很少 极少 缺少 缺乏 拒绝 避免 防止 禁止 失去 难以 反对 停止 免
""",
    reserves="""
除 仅 只 才 而非 少 否 勿 莫 别 节省 低于 不足
""",
    bounds="""
高于 多于 超过 大于 至少 以上 | 低于 少于 小于 至多 最多 以下 不足 不到
""",
    opposites="""
上升 增长 增加 提高 上涨 扩大 增多 攀升 | 下降 减少 降低 下跌 缩小 缩短 降到 降至
高于 多于 超过 大于 以上 | 低于 少于 不足 小于 以下
之前 以前 | 之后 以后
最大 最高 最多 | 最小 最低 最少
更快 | 更慢
更好 改善 | 更差 恶化
更长 | 更短
更强 | 更弱
允许 | 禁止
接受 同意 | 拒绝 反对
盈利 赢 | 亏损 输
开始 开通 | 结束 停运
北部 北方 | 南部 南方
东部 东方 | 西部 西方
左 | 右
至少 | 至多 最多
第一 首次 | 最后
""",
    quantifiers="""
所有 全部 每个 总是 一切 完全
大多数 多数 通常 大部分
一些 有些 部分 经常 有时
少数 很少 极少
没有任何 从不 从未 无人
""",
    hedges="约 大约 近 超过 多达 将近 左右 至少 最多 不到 几乎 大概 逾 余 多",
    scales={},
    loose="一",
    spaced=False,
)
