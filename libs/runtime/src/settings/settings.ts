import 'reflect-metadata';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { IsAddress, IsNetworks, IsPostgresAddress, toNumber } from './setting-validators.js';

/** Every setting of every process, with its default; `REGIE_<NAME>` in the environment. docs/configuration.md lists the same. */
export class Settings {
  @IsIn(['development', 'production'], { message: 'REGIE_ENVIRONMENT is development or production' })
  readonly environment: 'development' | 'production' = 'development';

  @Matches(/^[0-9a-fA-F.:]+$|^localhost$/, {
    message: 'REGIE_HOST is the address to listen on, such as 127.0.0.1 or 0.0.0.0',
  })
  readonly host: string = '127.0.0.1';

  @Transform(toNumber)
  @Min(0, { message: 'REGIE_PORT is between 0 and 65535; 0 takes any free port' })
  @Max(65535, { message: 'REGIE_PORT is between 0 and 65535; 0 takes any free port' })
  @IsInt({ message: 'REGIE_PORT is a whole number, such as 3000' })
  readonly port: number = 3000;

  /** The time for which idle connections stay open at a stop, so that a proxy can let go of them. */
  @Transform(toNumber)
  @IsInt({ message: 'REGIE_DRAIN_MS is a whole number of milliseconds, such as 500' })
  @Min(0, { message: 'REGIE_DRAIN_MS is 0 or more' })
  @Max(6000, { message: 'REGIE_DRAIN_MS is 6000 or less: open requests have 7 seconds to end' })
  readonly drainMs: number = 500;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], {
    message: 'REGIE_LOG_LEVEL is fatal, error, warn, info, debug or silent',
  })
  readonly logLevel: string = 'info';

  /** The networks of the reverse proxies whose X-Forwarded-For names the client. Without this setting, the peer of the socket is the client. */
  @IsOptional()
  @IsNetworks(
    'REGIE_TRUSTED_PROXIES is the network of the reverse proxy, such as 10.1.0.0/16; several separated by commas; 0.0.0.0/0 would believe every client',
  )
  readonly trustedProxies?: string;

  /** Makes the pseudonyms of people in the log: 32 bytes in base64. Without this setting, every process makes its own key at its start. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9+/]{43}=$/, {
    message: 'REGIE_PSEUDONYM_KEY is 32 bytes in base64, made by openssl rand -base64 32',
  })
  readonly pseudonymKey?: string;

  /** The folder in which the hub in a box keeps its database, keys and state files. */
  readonly folder: string = '.regie';

  /** The PostgreSQL of the process. Without this setting, the hub starts its own PostgreSQL in its folder. */
  @IsOptional()
  @IsPostgresAddress(
    'REGIE_POSTGRES_URL looks like postgres://user:password@host:5432/regie, or has several hosts: host1:5432,host2:5432',
  )
  readonly postgresUrl?: string;

  /** The PostgreSQL as the owner of the tables, for `regie migrate`, `rebuild` and `downgrade` only. No process uses it. */
  @IsOptional()
  @IsPostgresAddress('REGIE_POSTGRES_OWNER_URL looks like postgres://owner:password@host:5432/regie')
  readonly postgresOwnerUrl?: string;

  /** The PostgreSQL as a role that only reads, for `regie doctor`. Without this setting, it uses that of the process. */
  @IsOptional()
  @IsPostgresAddress('REGIE_POSTGRES_READER_URL looks like postgres://reader:password@host:5432/regie')
  readonly postgresReaderUrl?: string;

  /** Wakes the other processes on the database by NOTIFY. With `off` they look for news several times a second instead. */
  @IsIn(['on', 'off'], { message: 'REGIE_POSTGRES_NOTIFY is on or off' })
  readonly postgresNotify: 'on' | 'off' = 'on';

  /** The identity provider whose tokens are accepted; required in production. Without this setting, the hub runs a demonstration provider. */
  @IsOptional()
  @IsAddress(['https:', 'http:'], 'REGIE_ISSUER is the address of the identity provider, equal to `iss` of its tokens')
  readonly issuer?: string;

  /** The audience that tokens must name in `aud`. */
  @Matches(/^\S+$/, { message: 'REGIE_AUDIENCE is the `aud` that tokens must have, such as urn:regie:api' })
  readonly audience: string = 'urn:regie:api';

  @IsOptional()
  @IsAddress(
    ['https:', 'http:'],
    'REGIE_JWKS_URI is the address of the keys of the identity provider; left out, it is discovered',
  )
  readonly jwksUri?: string;

  /** The cities that the hub serves, by their NIS codes; required in production. Without this setting, the hub serves every city in a token. */
  @IsOptional()
  @Matches(/^[1-9]\d(?!000)\d{3}(,[1-9]\d(?!000)\d{3})*$/, {
    message:
      'REGIE_CITIES has the NIS code of each municipality, five digits that do not end in 000, such as 44021; several separated by commas',
  })
  readonly cities?: string;

  @IsIn(['postgres', 'kurrentdb'], { message: 'REGIE_EVENT_STORE is postgres or kurrentdb' })
  readonly eventStore: 'postgres' | 'kurrentdb' = 'postgres';

  /** The connection string of KurrentDB, including TLS options and credentials. */
  @IsOptional()
  @IsAddress(
    ['esdb:', 'esdb+discover:', 'kurrentdb:', 'kurrentdb+discover:', 'kdb:', 'kdb+discover:'],
    'REGIE_KURRENTDB_URL looks like kurrentdb://user:password@host:2113?tls=true',
  )
  readonly kurrentdbUrl?: string;

  /** The bus between contexts: `embedded` when one process runs all of them, or Kafka. */
  @IsIn(['embedded', 'kafka'], { message: 'REGIE_BUS is embedded or kafka' })
  readonly bus: 'embedded' | 'kafka' = 'embedded';

  @IsOptional()
  @Matches(/^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/, {
    message: 'REGIE_KAFKA_BROKERS is host:port, several separated by commas',
  })
  readonly kafkaBrokers?: string;

  /** The library that talks to the brokers. */
  @IsIn(['kafkajs', 'platformatic'], { message: 'REGIE_KAFKA_CLIENT is kafkajs or platformatic' })
  readonly kafkaClient: 'kafkajs' | 'platformatic' = 'kafkajs';

  /** The prefix of topics and groups, for several hubs on one cluster. */
  @Matches(/^[a-zA-Z0-9._-]{0,60}$/, {
    message: 'REGIE_KAFKA_PREFIX has letters, digits, dots, dashes and underscores only',
  })
  readonly kafkaPrefix: string = '';

  @IsIn(['yes', 'no'], { message: 'REGIE_KAFKA_TLS is yes or no' })
  readonly kafkaTls: 'yes' | 'no' = 'no';

  /** The authority that signed the certificates of the brokers, when it is not a public one. */
  @IsOptional()
  readonly kafkaTlsCa?: string;

  /** The client certificate that this process presents to brokers, and its key. */
  @IsOptional()
  readonly kafkaTlsCert?: string;

  @IsOptional()
  readonly kafkaTlsKey?: string;

  @IsOptional()
  @IsIn(['plain', 'scram-sha-256', 'scram-sha-512'], {
    message: 'REGIE_KAFKA_SASL_MECHANISM is plain, scram-sha-256 or scram-sha-512',
  })
  readonly kafkaSaslMechanism?: 'plain' | 'scram-sha-256' | 'scram-sha-512';

  @IsOptional()
  readonly kafkaUsername?: string;

  @IsOptional()
  readonly kafkaPassword?: string;

  /** `regie topics apply` creates topics with this number of partitions, and with the replicas and retention below. */
  @Transform(toNumber)
  @IsInt({ message: 'REGIE_KAFKA_PARTITIONS is a whole number, such as 6' })
  @Min(1, { message: 'REGIE_KAFKA_PARTITIONS is 1 or more' })
  @Max(1000, { message: 'REGIE_KAFKA_PARTITIONS is 1000 or less' })
  readonly kafkaPartitions: number = 6;

  @Transform(toNumber)
  @IsInt({ message: 'REGIE_KAFKA_REPLICAS is a whole number of brokers that keep each event, 3 in production' })
  @Min(1, { message: 'REGIE_KAFKA_REPLICAS is 1 or more' })
  @Max(9, { message: 'REGIE_KAFKA_REPLICAS is 9 or less' })
  readonly kafkaReplicas: number = 3;

  @IsOptional()
  @Transform(toNumber)
  @IsInt({ message: 'REGIE_KAFKA_RETENTION_DAYS is a whole number of days; left out, events are kept for ever' })
  @Min(1, { message: 'REGIE_KAFKA_RETENTION_DAYS is 1 or more; left out, events are kept for ever' })
  readonly kafkaRetentionDays?: number;

  /** The public address of the hub, which links for partners contain. The hub sends its host name when it asks an endpoint for consent. */
  @IsOptional()
  @IsAddress(
    ['https:', 'http:'],
    'REGIE_PUBLIC_URL is the address of the hub for partners, such as https://regie.example.be',
  )
  readonly publicUrl?: string;

  /**
   * Encrypts the secrets of subscriptions in the database: 32 bytes in base64. Of several keys, separated by commas, the first encrypts and all
   * decrypt.
   */
  @IsOptional()
  @Matches(/^[A-Za-z0-9+/]{43}=(,[A-Za-z0-9+/]{43}=)*$/, {
    message: 'REGIE_SECRETS_KEY is 32 bytes in base64, made by openssl rand -base64 32; several separated by commas',
  })
  readonly secretsKey?: string;

  /** Networks that receive webhooks although they are not part of the public internet. */
  @IsOptional()
  @Matches(/^[0-9a-fA-F.:]+\/\d{1,3}(,[0-9a-fA-F.:]+\/\d{1,3})*$/, {
    message: 'REGIE_WEBHOOK_ALLOW is a network, such as 10.1.0.0/16; several separated by commas',
  })
  readonly webhookAllow?: string;

  @Transform(toNumber)
  @IsInt({ message: 'REGIE_WEBHOOK_LOG_DAYS is a whole number of days' })
  @Min(7, { message: 'REGIE_WEBHOOK_LOG_DAYS is 7 or more: longer than a delivery is tried' })
  @Max(3650, { message: 'REGIE_WEBHOOK_LOG_DAYS is 3650 or less' })
  readonly webhookLogDays: number = 30;

  /** The connection string of the mail server, including its password. Without this setting, the hub sends no mail. */
  @IsOptional()
  @IsAddress(['smtp:', 'smtps:'], 'REGIE_SMTP_URL looks like smtps://user:password@host:465')
  readonly smtpUrl?: string;

  @Matches(/^[^\s<>]+@[^\s<>]+$/, { message: 'REGIE_MAIL_FROM is the sender address of mails' })
  readonly mailFrom: string = 'regie@localhost';

  /** The window in which requests are counted, and the most requests in it; docs/operations.md#limits explains them. */
  @Transform(toNumber)
  @IsInt({ message: 'REGIE_RATE_WINDOW_SECONDS is a whole number of seconds, such as 60' })
  @Min(1, { message: 'REGIE_RATE_WINDOW_SECONDS is 1 or more' })
  @Max(3600, { message: 'REGIE_RATE_WINDOW_SECONDS is 3600 or less' })
  readonly rateWindowSeconds: number = 60;

  /** The most requests of one person or system. */
  @Transform(toNumber)
  @IsInt({ message: 'REGIE_RATE_SUBJECT is a whole number of requests, such as 6000' })
  @Min(1, { message: 'REGIE_RATE_SUBJECT is 1 or more' })
  readonly rateSubject: number = 600_000;

  /** The most requests of all people and systems of one agency. */
  @Transform(toNumber)
  @IsInt({ message: 'REGIE_RATE_AGENCY is a whole number of requests, such as 30000' })
  @Min(1, { message: 'REGIE_RATE_AGENCY is 1 or more' })
  readonly rateAgency: number = 1_200_000;

  /** The most requests of one address without a valid token. */
  @Transform(toNumber)
  @IsInt({ message: 'REGIE_RATE_ADDRESS is a whole number of requests, such as 600' })
  @Min(1, { message: 'REGIE_RATE_ADDRESS is 1 or more' })
  readonly rateAddress: number = 6_000;

  /** The most subjects, agencies and addresses whose requests are counted, each. */
  @Transform(toNumber)
  @IsInt({ message: 'REGIE_RATE_KEYS is a whole number, such as 20000' })
  @Min(100, { message: 'REGIE_RATE_KEYS is 100 or more' })
  @Max(1_000_000, { message: 'REGIE_RATE_KEYS is 1000000 or less' })
  readonly rateKeys: number = 20_000;

  /** The most open connections of clients. */
  @Transform(toNumber)
  @IsInt({ message: 'REGIE_CONNECTIONS is a whole number of open connections, such as 10000' })
  @Min(10, { message: 'REGIE_CONNECTIONS is 10 or more' })
  @Max(1_000_000, { message: 'REGIE_CONNECTIONS is 1000000 or less' })
  readonly connections: number = 10_000;

  /** The mean lag of the event loop beyond which requests are refused; 0 refuses none. */
  @Transform(toNumber)
  @IsInt({ message: 'REGIE_SHED_LAG_MS is a whole number of milliseconds, such as 1000; 0 never refuses' })
  @Min(0, { message: 'REGIE_SHED_LAG_MS is 0 or more; 0 never refuses' })
  @Max(60_000, { message: 'REGIE_SHED_LAG_MS is 60000 or less' })
  readonly shedLagMs: number = 1_000;

  /** The longest time of a read, with the wait for `Regie-After` and for connections. */
  @Transform(toNumber)
  @IsInt({ message: 'REGIE_READ_SECONDS is a whole number of seconds, such as 15' })
  @Min(1, { message: 'REGIE_READ_SECONDS is 1 or more' })
  @Max(120, { message: 'REGIE_READ_SECONDS is 120 or less' })
  readonly readSeconds: number = 15;

  /** Loads the Ghent demonstration at the first start: neighbourhoods, agencies and people to try the hub with. */
  @IsIn(['yes', 'no'], { message: 'REGIE_DEMONSTRATION is yes or no' })
  readonly demonstration: 'yes' | 'no' = 'yes';

  /** Lets the demonstration provider answer beyond the loopback address, although its passwords are public. */
  @IsIn(['yes', 'no'], { message: 'REGIE_DEMONSTRATION_ON_NETWORK is yes or no' })
  readonly demonstrationOnNetwork: 'yes' | 'no' = 'no';

  /** Returns the NIS codes of the cities that the hub serves; undefined: every city. */
  get servedCities(): readonly string[] | undefined {
    return this.cities?.split(',');
  }
}
