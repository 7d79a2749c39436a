"""Fictional people: nobody here exists, every number is made up and only well-formed (domain.md §3.1, §9)."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤詹"
)
_COMPOUND = ("欧阳", "上官", "司马", "诸葛")
_MALE = "伟强磊军勇杰涛超明刚平辉鹏华飞斌波宇浩凯健俊帆帅旭宁龙林阳建国志文海东卫民永胜德春生家兴忠义金荣振学良光祥"
_FEMALE = "芳娜敏静丽艳娟霞燕玲婷慧莹雪琳倩颖洁萍红梅兰英玉珍秀琴云凤春华桂香菊月美爱莲淑晓雅欣怡思佳文丹蓉晶"
_RARE = "喆堃昇垚赟㛃"
_MINORITY = {"1": ("买买提江·艾力", "扎西·多吉"), "2": ("阿依古丽·热合曼", "古丽娜尔·吐尔逊")}
_ELSEWHERE = ("420106", "420107", "421023", "422201", "420202", "420500")
_PREFIX_UNTIL_1994, _PREFIX_SINCE_1995 = "422128", "421126"
_MOBILE = (
    "130",
    "131",
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "151",
    "158",
    "159",
    "177",
    "180",
    "187",
    "189",
    "199",
)


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up person; `sex` as in GB/T 2261.1."""

    name: str
    sex: str
    born: dt.date
    id_no: str
    phone: str

    @property
    def birth_ym(self) -> dt.date:
        """First day of the month of birth."""
        return self.born.replace(day=1)


def check_character(first_17: str) -> str:
    """Last character of a citizen id number (GB 11643-1999)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first_17, weights, strict=True)) % 11]


@dataclass
class Census:
    """Makes people, never two with the same id or phone, nor two with the same name and month of birth by chance."""

    rng: random.Random
    _ids: set[str] = field(default_factory=set)
    _phones: set[str] = field(default_factory=set)
    _seen: set[tuple[str, int, int]] = field(default_factory=set)
    _names: set[str] = field(default_factory=set)

    def person(self, born_from: int, born_to: int, *, only_one_of_the_name: bool = False) -> Person:
        """Somebody born in one of the years given."""
        while True:
            sex = self.rng.choice("1112212")
            name = self._name(sex)
            born = dt.date(born_from, 1, 1) + dt.timedelta(days=self.rng.randrange(365 * (born_to - born_from + 1)))
            if (name, born.year, born.month) in self._seen or (only_one_of_the_name and name in self._names):
                continue
            return self._registered(name, sex, born)

    def namesake(self, person: Person) -> Person:
        """Another person with the same name, sex and month of birth (domain.md §8, negative case 4)."""
        return self._registered(person.name, person.sex, person.born.replace(day=person.born.day % 28 + 1))

    def _registered(self, name: str, sex: str, born: dt.date) -> Person:
        self._names.add(name)
        self._seen.add((name, born.year, born.month))
        return Person(name, sex, born, self._id_no(sex, born), self._phone())

    def _name(self, sex: str) -> str:
        chance = self.rng.random()
        if chance < 0.0004:
            return self.rng.choice(_MINORITY[sex])
        surname = self.rng.choice(_COMPOUND) if chance < 0.005 else self._common(_SURNAMES)
        given = _MALE if sex == "1" else _FEMALE
        last = self.rng.choice(_RARE) if self.rng.random() < 0.02 else self._common(given)
        return surname + last if self.rng.random() < 0.15 else surname + self._common(given) + last

    def _common(self, characters: str) -> str:
        """A character of the list, those at its beginning far more often."""
        return characters[int(len(characters) * self.rng.random() ** 2)]

    def _id_no(self, sex: str, born: dt.date) -> str:
        while True:
            home = _PREFIX_UNTIL_1994 if born.year < 1995 else _PREFIX_SINCE_1995
            prefix = home if self.rng.random() < 0.8 else self.rng.choice(_ELSEWHERE)
            sequence = 2 * self.rng.randrange(1, 499) + (sex == "1")
            first_17 = f"{prefix}{born:%Y%m%d}{sequence:03d}"
            if first_17 not in self._ids:
                self._ids.add(first_17)
                return first_17 + check_character(first_17)

    def _phone(self) -> str:
        while True:
            phone = f"{self.rng.choice(_MOBILE)}{self.rng.randrange(10**8):08d}"
            if phone not in self._phones:
                self._phones.add(phone)
                return phone
