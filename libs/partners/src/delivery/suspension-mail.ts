import { createTransport } from 'nodemailer';
import type { DataSource } from 'typeorm';
import { type Settings } from '#runtime';
import type { SuspensionCause } from '../subscriptions/domain/subscription.js';

type Of = Readonly<{ city: string; subscriptionId: string }>;
type Suspended = Of & Readonly<{ url: string; cause: string | null }>;

/** Screens, and mails, are in Dutch. */
const WHY: Readonly<Record<SuspensionCause, string>> = {
  'last-try-failed': 'een gebeurtenis na de laatste poging niet afgeleverd kon worden',
  'not-confirmed': 'het adres niet heeft laten weten dat het leveringen aanvaardt',
  'place-unknown': 'de feed vóór de plaats van het abonnement niet meer is wat hij was',
};

/** Well before the line of the subscription is anybody's again: a mail that two send comes twice. */
const SENT_WITHIN_MS = 15_000;

/** Writes to whom an agency named for a subscription, when the hub stops trying. Addresses are kept beside the log, and forgotten with the subscription. */
export class SuspensionMail {
  constructor(
    private readonly db: DataSource,
    private readonly settings: Pick<Settings, 'smtpUrl' | 'mailFrom' | 'publicUrl'>,
    private readonly withinMs = SENT_WITHIN_MS,
  ) {}

  /**
   * Nothing is sent when there is nobody to send it to. It may come twice: when the process ends before it is written that it was sent, or the server takes it and does not say so in time.
   * @throws {Error} the server of the mail did not take it in time
   */
  async send({ city, subscriptionId, url, cause }: Suspended): Promise<void> {
    const to = await this.contact({ city, subscriptionId });
    const { smtpUrl, mailFrom, publicUrl = '' } = this.settings;
    if (to === null || !smtpUrl) return;
    const transport = createTransport(smtpUrl, {
      connectionTimeout: SENT_WITHIN_MS,
      greetingTimeout: SENT_WITHIN_MS,
      socketTimeout: SENT_WITHIN_MS,
    } as object);
    const { host } = new URL(url);
    try {
      await transport.sendMail({
        signal: AbortSignal.timeout(this.withinMs),
        from: mailFrom,
        to,
        subject: `Regiehub: leveringen aan ${host} zijn gestopt`,
        text: [
          `De regiehub levert niet meer aan ${host}, omdat ${WHY[cause as SuspensionCause] ?? 'het abonnement is opgeschort'}.`,
          '',
          'Er gaat niets verloren: de plaats in de feed is bewaard. Wat er misliep staat in het leveringslogboek van het abonnement:',
          `  GET ${publicUrl}/v1/subscriptions/${subscriptionId}/deliveries`,
          'Is het verholpen, hervat het dan:',
          `  POST ${publicUrl}/v1/subscriptions/${subscriptionId}/resume`,
        ].join('\n'),
      });
    } finally {
      transport.close();
    }
  }

  async contact({ city, subscriptionId }: Of): Promise<string | null> {
    const [row] = await this.db.query<{ mail: string }[]>(
      'SELECT mail FROM subscription_contact WHERE city = $1 AND subscription_id = $2',
      [city, subscriptionId],
    );
    return row?.mail ?? null;
  }

  async setContact({ city, subscriptionId }: Of, mail: string): Promise<void> {
    await this.db.query(
      'INSERT INTO subscription_contact VALUES ($1, $2, $3) ON CONFLICT (city, subscription_id) DO UPDATE SET mail = excluded.mail',
      [city, subscriptionId, mail],
    );
  }

  async forget({ city, subscriptionId }: Of): Promise<void> {
    await this.db.query('DELETE FROM subscription_contact WHERE city = $1 AND subscription_id = $2', [
      city,
      subscriptionId,
    ]);
  }
}
