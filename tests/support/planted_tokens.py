"""Personal tokens as people write them to be read by people alone: 2,400 in 42 spellings. All of them are made up."""

from __future__ import annotations

import itertools
import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from transforms.cells.ids import check_digit

WORDS = (
    *(
        "支架",
        "透析",
        "怀孕",
        "残疾",
        "新冠",
        "失眠",
        "高血压",
        "糖尿病",
        "冠心病",
        "肝癌",
        "尿毒症",
        "脑梗死",
        "抑郁症",
        "白血病",
    ),
    *("肺结核", "流产", "骨折", "胃溃疡", "乙肝", "偏瘫"),
)
Groups = Sequence[str]


@dataclass(frozen=True)
class Planted:
    """A token as written, what it is (`id`, `mobile`, `landline`, `word`) and how it is spelled."""

    text: str
    kind: str
    spelling: str

    def left_in(self, text: str) -> bool:
        """Whether more than two of the token's own characters can still be read, of a word any."""
        signs = [char for char in self.text if unicodedata.category(char)[0] in "LN"]
        return sum(char in signs for char in text) > (0 if self.kind == "word" else 2)


def _drawn(first: str) -> Callable[[Groups], str]:
    """Each digit as the character that follows `first`, which is that of 1, or of 0 where it is a digit."""
    zero = ord(first)
    return lambda groups: "".join(chr(zero + int(digit)) if digit != "X" else "X" for digit in "".join(groups))


def _mapped(digits: str) -> Callable[[Groups], str]:
    table = str.maketrans("0123456789", digits)
    return lambda groups: "".join(groups).translate(table)


def _by(separator: str) -> Callable[[Groups], str]:
    return separator.join


def _cut(*sizes: int, separator: str = " ") -> Callable[[Groups], str]:
    """The characters in groups of these sizes, the last taking the rest."""

    def write(groups: Groups) -> str:
        text, parts = "".join(groups), list[str]()
        for size in sizes:
            parts, text = [*parts, text[:size]], text[size:]
        return separator.join(part for part in (*parts, text) if part)

    return write


def _usual(groups: Groups) -> tuple[int, ...]:
    """An id as 6-4-4-4, others as they are grouped."""
    return (6, 4, 4, 4) if len("".join(groups)) == 18 else tuple(map(len, groups))


def _mixed(groups: Groups) -> str:
    """In usual groups with another separator at each place."""
    text, separators = "".join(groups), iter("-. /")
    ends = list(itertools.accumulate(_usual(groups)))
    parts = [text[end - size : end] for size, end in zip(_usual(groups), ends, strict=True)]
    return "".join(f"{part}{next(separators)}" for part in parts[:-1]) + parts[-1]


def _masked(mask: str) -> Callable[[Groups], str]:
    """What people hide: of an id the day of birth, of a telephone number the middle."""
    return lambda groups: f"{groups[0]}{mask * len(groups[1])}{groups[2]}"


def _sounded(groups: Groups) -> str:
    """Every other digit in Chinese."""
    digits = "".join(groups)
    return "".join(
        char if place % 2 or char == "X" else "零壹贰叁肆伍陆柒捌玖"[int(char)] for place, char in enumerate(digits)
    )


NUMBERS: dict[str, Callable[[Groups], str]] = {
    "plain": _by(""),
    "blanks": _by(" "),
    "hyphens": _by("-"),
    "dashes": _by("—"),
    "dots": _by("."),
    "middle dots": _by("·"),
    "brackets": lambda groups: f"({groups[0]}){'-'.join(groups[1:])}",
    "Chinese brackets": lambda groups: "".join(f"【{group}】" for group in groups),
    "slashes": _by("/"),
    "3-3-5 or 4-4-4-4-2": lambda groups: _cut(*((4, 4, 4, 4) if len("".join(groups)) == 18 else (3, 3)))(groups),
    "Chinese": _mapped("〇一二三四五六七八九"),
    "read out": _mapped("零幺二三四五六七八九"),
    "circled": _mapped("⓪①②③④⑤⑥⑦⑧⑨"),
    "mathematical": _drawn("𝟎"),
    "Arabic": _drawn("٠"),
    "full width": _drawn("０"),
    "zero width": lambda groups: "\u200b".join("".join(groups)),
    "apart": lambda groups: " ".join("".join(groups)),
    "lines": _by("\n"),
    "one line break": _cut(7, separator="\n"),
    "line break of a program": _cut(7, separator="_x000D_\n"),
    "commas": _by(","),
    "wide commas": _by("，"),
    "list commas": _by("、"),
    "wide slashes": _by("／"),
    "stars": _by("＊"),
    "6-4-4-4": lambda groups: _cut(*_usual(groups))(groups),
    "mixed separators": _mixed,
    "odd groups": _cut(2, 5, 2, separator="-"),
    "O for 0": _mapped("O123456789"),
    "l for 1": _mapped("0l23456789"),
    "wide letters": _mapped("Ｏｌ23456789"),
    "every other in Chinese": _sounded,
    "other X": lambda groups: "".join(groups).replace("X", "❌"),
    "hidden in part": _masked("＊"),
}
SPELLED_WORDS: dict[str, Callable[[Groups], str]] = {
    "plain word": _by(""),
    "spaced": _by(" "),
    "wide blanks": _by("\u3000"),
    "dotted": _by("·"),
    "dashed": _by("-"),
    "joiners": _by("\u200d"),
    "split once": _cut(1, separator="\n"),
}


def planted(seed: int = 26) -> list[Planted]:
    """Of each spelling of a number twenty ids, mobiles and landlines, of each of a word 46."""
    dice = random.Random(seed)
    numbers = [
        Planted(write(make(dice)), kind, spelling)
        for spelling, write in NUMBERS.items()
        for kind, make in (("id", _id), ("mobile", _mobile), ("landline", _landline))
        for _ in range(20)
    ]
    words = (WORDS * 3)[:46]
    return numbers + [
        Planted(write(word), "word", spelling) for spelling, write in SPELLED_WORDS.items() for word in words
    ]


def _id(dice: random.Random) -> Groups:
    day = f"{dice.randint(1935, 2012)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}"
    body = f"421126{day}{dice.randint(1, 999):03}"
    return body[:6], day, body[14:] + check_digit(body)


def _mobile(dice: random.Random) -> Groups:
    return (
        f"1{dice.choice('3456789')}{dice.randint(0, 9)}",
        f"{dice.randrange(10**4):04}",
        f"{dice.randrange(10**4):04}",
    )


def _landline(dice: random.Random) -> Groups:
    return "0713", f"{dice.randint(200, 899)}", f"{dice.randrange(10**4):04}"


def ordinary(count: int, seed: int = 26) -> Iterator[str]:
    """Cells as offices fill them, which hold digits or words that look personal and are not."""
    dice, makers = random.Random(seed), (_numbered, _dated, _amount, _project, _measured, _harmless)
    yield from (dice.choice(makers)(dice) for _ in range(count))


def _numbered(dice: random.Random) -> str:
    year, serial = dice.randint(2020, 2029), dice.randint(1, 9999)
    month, day = dice.randint(1, 12), dice.randint(1, 28)
    return dice.choice(
        (
            f"{year}{month:02}{day:02}{serial:04}",
            f"QC-{year}-{serial:04}",
            f"421126{dice.randint(100, 120)}-{year % 100}-{serial:04}",
            f"JD{year}{month:02}{day:02}{serial:05}",
            f"421126{dice.randint(100, 120)}{dice.randint(1, 999):03}",
            f"蕲政办发〔{year}〕{serial}号",
            f"第{serial}号至第{serial + 30}号",
            f"{year}-{month:02}-{serial:04}",
            f"{dice.randint(1, 99)}-{dice.randint(1, 30)}-{dice.randint(101, 2999)}",
            f"B{dice.randint(1, 20)}-{year}-I{serial:04}",
            f"1.新建{dice.randint(1, 99)}处\n2.改造{serial}处\n3.{year}年完工",
            f"{dice.randint(1, 9)}.{dice.randint(0, 30)}.{dice.randint(0, 99)}",
        )
    )


def _dated(dice: random.Random) -> str:
    year, month, day = dice.randint(1985, 2029), dice.randint(1, 12), dice.randint(1, 28)
    return dice.choice(
        (
            f"{year}-{month:02}-{day:02} {dice.randint(8, 18):02}:{dice.randint(0, 59):02}:00",
            f"{year}.{month:02}-{year + 3}.{month:02}",
            f"{year}年{month}月{day}日至{year + 1}年{month}月{day}日",
            f"{year}.{month}.{day}—{year}.{month}.{day} 上午9:30",
            "二〇二一年十一月二十二日",
            f"{dice.randint(8, 18)}:30-{dice.randint(8, 18)}:00 {dice.randint(101, 999)}室",
            f"{dice.randint(13, 19)}日{year}/{month}/{day}\n{year}/{month}/{day}",
        )
    )


def _amount(dice: random.Random) -> str:
    number = dice.randrange(10**6, 10**11)
    return dice.choice(
        (f"{number:,}元", f"{number / 100:,.2f}", f"共投入{number / 10**4:.6f}万元", f"{number % 10**9}元")
    )


def _project(dice: random.Random) -> str:
    year, serial = dice.randint(2016, 2029), dice.randrange(10**6)
    return dice.choice(
        (
            f"项目代码{year}-421126-{dice.randint(10, 99)}-{dice.randint(1, 3):02}-{serial:06}",
            f"{year}421126{serial:07}",
            f"S{serial:06}/HB-{year}",
            f"91421126MA{serial:06}X",
        )
    )


def _measured(dice: random.Random) -> str:
    length, width = dice.randint(100, 999), dice.randint(1000, 9999)
    return dice.choice(
        (
            f"{length}×{width}×{width}毫米",
            f"东经115.{six_digits(dice)}，北纬30.{six_digits(dice)}",
            f"{length}、{width}、{width}元",
            f"{length}*{width}*{width}mm",
            f"{length}\n{width}{width}元",
            f"{length}/{width}/{width}株",
        )
    )


def six_digits(dice: random.Random) -> str:
    return f"{dice.randrange(10**6):06}"


def _harmless(dice: random.Random) -> str:
    return dice.choice(
        (
            *(
                "残疾人家庭无障碍改造30户",
                "更换路灯支架20个",
                "大棚支架加固",
                "县医院血液透析室扩建",
                "新冠疫苗接种率95%",
                "新冠疫情影响工期",
            ),
            *(
                "现代物流产业园道路",
                "关怀孕产妇，免费产检",
                "全县创新 冠军企业申报",
                "因暴雨系统瘫痪2小时",
                "慰问残疾人10户",
                "标识缺失明显",
            ),
            *(
                "中风险点2处",
                "测身高、血压",
                "慢性病健康管理",
                "高血压、糖尿病免费筛查",
                "集中风貌整治",
                "公布12345热线，24小时有人接听",
            ),
        )
    )
