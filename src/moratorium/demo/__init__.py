"""The demo's world: an invented drone maker with its products, companies, partners and two years of orders.

``world`` writes it; ``catalogue``, ``organisation``, ``network`` and ``own_list`` are its standing data; ``trade`` is
the regular business, ``suspended`` the business with Russia, Ukraine and Belarus, ``stories`` the planted patterns;
``truth`` says what ought to become of each line, by its story and never by the decision engine. ``places`` are real,
and no person, company or product is: every party's name says "(example)".

``run`` decides that world: ``folder`` makes room, ``office`` has the two people and the clock, ``trading`` goes through
the days, ``coverage`` compares with the truth, ``answers`` and ``ending`` settle and prove, ``telling`` has the words.
``public_events`` is what the public record says of these years, as reported; ``reenacted`` enters it through the
service, and ``accounting`` accounts for it. When the demo is served, ``past`` has its orders made ready for replays.
"""

from moratorium.demo.world import LINES, SEED, World, generate

__all__ = ["LINES", "SEED", "World", "generate"]
