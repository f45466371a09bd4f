import { setTimeout as pause } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import type { DataSource } from 'typeorm';
import type { Settings } from '#service';
import type { SuspensionCause } from '../domain/subscription.js';

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
const SMTP_PATIENCE_MS = 5_000;

/** Writes to whom an agency named for a subscription, when the hub stops trying. Addresses are kept beside the log, and forgotten with the subscription. */
export class SuspensionMail {
  constructor(
    private readonly db: DataSource,
    private readonly settings: Pick<Settings, 'smtpUrl' | 'mailFrom' | 'publicUrl'>,
  ) {}

  /**
   * Nothing is sent when there is nobody to send it to. It may come twice when the process ends before it is written that it was sent.
   * @throws {Error} the server of the mail did not take it in time
   */
  async send({ city, subscriptionId, url, cause }: Suspended): Promise<void> {
    const to = await this.contact({ city, subscriptionId });
    const { smtpUrl, mailFrom, publicUrl = '' } = this.settings;
    if (to === null || !smtpUrl) return;
    const transport = createTransport(smtpUrl, { connectionTimeout: SMTP_PATIENCE_MS, greetingTimeout: SMTP_PATIENCE_MS, socketTimeout: SMTP_PATIENCE_MS } as object);
    const answered = new AbortController();
    const { host } = new URL(url);
    try {
      const sent = transport.sendMail({
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
      const late = pause(SENT_WITHIN_MS, undefined, { signal: answered.signal, ref: false }).then(() => {
        throw new Error(`the mail server did not take it within ${SENT_WITHIN_MS / 1_000} s`);
      });
      await Promise.race([sent, late]);
    } finally {
      answered.abort();
      transport.close();
    }
  }

  async contact({ city, subscriptionId }: Of): Promise<string | null> {
    const [row] = await this.db.query<{ mail: string }[]>('SELECT mail FROM subscription_contact WHERE city = $1 AND subscription_id = $2', [city, subscriptionId]);
    return row?.mail ?? null;
  }

  async setContact({ city, subscriptionId }: Of, mail: string): Promise<void> {
    await this.db.query('INSERT INTO subscription_contact VALUES ($1, $2, $3) ON CONFLICT (city, subscription_id) DO UPDATE SET mail = excluded.mail', [city, subscriptionId, mail]);
  }

  async forget({ city, subscriptionId }: Of): Promise<void> {
    await this.db.query('DELETE FROM subscription_contact WHERE city = $1 AND subscription_id = $2', [city, subscriptionId]);
  }
}
