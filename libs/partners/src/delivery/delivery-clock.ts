/** The time and the random numbers of the deliveries, which specs replace. */
export class DeliveryClock {
  now(): Date {
    return new Date();
  }

  random(): number {
    return Math.random();
  }
}
