import { createTransport } from 'nodemailer';
import type { SuspensionCause } from '#contracts';
import type { Settings } from '#runtime';
import type { SubscriptionContacts } from './subscription-contacts.js';

type SuspendedSubscription = Readonly<{ city: string; subscriptionId: string; url: string; cause: string | null }>;

/** Wording of each cause in a mail. Mails are in Dutch, as screens are. */
const REASONS: Readonly<Record<SuspensionCause, string>> = {
  'last-try-failed': 'een gebeurtenis na de laatste poging niet afgeleverd kon worden',
  'not-confirmed': 'het adres niet heeft laten weten dat het leveringen aanvaardt',
  'place-unknown': 'de feed vóór de plaats van het abonnement niet meer is wat hij was',
};

/** Time limit of a mail: shorter than the lease of a cursor, so that no second process sends the mail meanwhile. */
const TIMEOUT_MS = 15_000;

/** Mails the contact of a subscription when the hub suspends it. */
export class SuspensionMail {
  constructor(
    private readonly contacts: Pick<SubscriptionContacts, 'find'>,
    private readonly settings: Pick<Settings, 'smtpUrl' | 'mailFrom' | 'publicUrl'>,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /**
   * Sends the mail; does nothing without a contact or a mail server. The contact may get the mail twice: when the
   * process dies before it records the mail, or when the mail server confirms too late.
   * @throws {Error} the mail server did not confirm the mail in time
   */
  async send(subscription: SuspendedSubscription): Promise<void> {
    const to = await this.contacts.find(subscription.city, subscription.subscriptionId);
    const { smtpUrl, mailFrom } = this.settings;
    if (to === null || !smtpUrl) return;
    const transport = createTransport(smtpUrl, {
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    } as object);
    try {
      await transport.sendMail({
        signal: AbortSignal.timeout(this.timeoutMs),
        from: mailFrom,
        to,
        ...this.contentOf(subscription),
      });
    } finally {
      transport.close();
    }
  }

  private contentOf({ subscriptionId, url, cause }: SuspendedSubscription) {
    const { publicUrl = '' } = this.settings;
    const { host } = new URL(url);
    return {
      subject: `Regiehub: leveringen aan ${host} zijn gestopt`,
      text: [
        `De regiehub levert niet meer aan ${host}, omdat ${REASONS[cause as SuspensionCause] ?? 'het abonnement is opgeschort'}.`,
        '',
        'Er gaat niets verloren: de plaats in de feed is bewaard. Wat er misliep staat in het leveringslogboek van het abonnement:',
        `  GET ${publicUrl}/v1/subscriptions/${subscriptionId}/deliveries`,
        'Is het verholpen, hervat het dan:',
        `  POST ${publicUrl}/v1/subscriptions/${subscriptionId}/resume`,
      ].join('\n'),
    };
  }
}
