/** The time that deliveries go by, and chance. A spec turns it forward. */
export class DeliveryClock {
  now(): Date {
    return new Date();
  }

  random(): number {
    return Math.random();
  }
}
