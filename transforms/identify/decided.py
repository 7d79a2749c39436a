"""The resolver where people have decided about mentions: what they said goes before every tier."""

from __future__ import annotations

from collections.abc import Iterable

from transforms.identify.edges import Edges
from transforms.identify.resolver import Mention, Person, Resolution, Resolver

DECIDED = "DECIDED"
"""The tier of a mention whose person somebody has decided on."""


def resolver(disputed: Iterable[str], edges: Edges) -> Resolver:
    """A resolver that knows nobody yet, and what people have decided."""
    return DecidedResolver(disputed, edges) if edges.cluster else Resolver(disputed)


class DecidedResolver(Resolver):
    """Joins the persons whom `same` says to be one, and never finds one who stands `different`."""

    def __init__(self, disputed: Iterable[str], edges: Edges) -> None:
        super().__init__(disputed)
        self._edges = edges
        self._of_cluster: dict[str, Person] = {}

    def find(self, mention: Mention, among: str | None = None) -> Resolution:
        """The person decided on, else by the tiers, without the id where another person has it."""
        cluster = self._edges.of(mention)
        answer = super().find(self._evidence(mention, cluster), among)
        decided = self.decided(mention)
        if decided is None or decided.person is None or among not in {None, *decided.person.sheets}:
            return answer
        if answer.person and answer.person is not decided.person:
            self._join(decided.person, answer.person)
        return decided

    def decided(self, mention: Mention) -> Resolution | None:
        """The person of a mention that is the same as this one."""
        person = self._of_cluster.get(self._edges.of(mention) or "")
        return Resolution(person.now, DECIDED) if person else None

    def learn(self, person: Person, mention: Mention, sheet: str) -> None:
        """Add the attributes of a mention to its person, and the person to what was decided about the mention."""
        cluster = self._edges.of(mention)
        super().learn(person, self._evidence(mention, cluster), sheet)
        if cluster is not None:
            person.clusters |= {cluster}
            self._of_cluster.setdefault(cluster, person)

    def _may_be(self, mention: Mention, person: Person) -> bool:
        return not self._edges.parts(self._edges.of(mention), person.clusters)

    def _evidence(self, mention: Mention, cluster: str | None) -> Mention:
        """The mention without an id number that is in dispute, or is that of somebody from whom it is different."""
        holder = self._by_id.get(mention.id_digest or "")
        parted = holder is not None and self._edges.parts(cluster, holder.clusters)
        disputed = mention.id_digest in self._disputed and bool(self._edges.apart.get(cluster or ""))
        return mention._replace(id_digest=None) if parted or disputed else mention

    def _join(self, into: Person, other: Person) -> None:
        """Make one person of two, unless somebody has said that they are not."""
        if any(self._edges.parts(cluster, into.clusters) for cluster in other.clusters):
            return
        for name in other.names:
            namesakes = self._by_name[name]
            namesakes.remove(other)
            if into not in namesakes:
                namesakes.append(into)
        self._by_id.update({digest: into for digest, person in self._by_id.items() if person is other})
        self._of_cluster.update({name: into for name, person in self._of_cluster.items() if person is other})
        for attribute in ("names", "births", "units", "phones", "keepers", "sheets"):
            joined = dict.fromkeys((*getattr(into, attribute), *getattr(other, attribute)))
            setattr(into, attribute, tuple(joined))
        into.id_digest = into.id_digest or other.id_digest
        into.snapshots |= other.snapshots
        into.clusters |= other.clusters
        other.joined_to = into
