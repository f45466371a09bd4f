/** Source of the time and of random numbers for deliveries. Specs replace both. */
export class DeliveryClock {
  now(): Date {
    return new Date();
  }

  random(): number {
    return Math.random();
  }
}
