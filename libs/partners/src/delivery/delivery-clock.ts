/** Time and chance of the deliveries; specs turn them forward. */
export class DeliveryClock {
  now(): Date {
    return new Date();
  }

  random(): number {
    return Math.random();
  }
}
