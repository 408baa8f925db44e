// Chance that a seed repeats.

/** mulberry32. @returns {() => number} numbers from 0 to 1, the same for the same seed */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Chance with words. */
export class Dice {
  constructor(seed) {
    this.next = randomFrom(seed);
  }

  chance(probability) {
    return this.next() < probability;
  }

  /** A whole number from `from` to `to`, both included. */
  between(from, to) {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick(list) {
    return list[Math.floor(this.next() * list.length)];
  }

  /** Some of the list, at least `least`, in its order. */
  some(list, least = 1) {
    const chosen = list.filter(() => this.chance(0.5));
    return chosen.length >= least ? chosen : list.slice(0, least);
  }

  /** @param {Array<[number, any]>} weighted pairs of weight and value */
  weighted(weighted) {
    let point = this.next() * weighted.reduce((sum, [weight]) => sum + weight, 0);
    return (weighted.find(([weight]) => (point -= weight) < 0) ?? weighted.at(-1))[1];
  }
}
