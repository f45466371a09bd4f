import { ValidateBy } from 'class-validator';
import ipaddr from 'ipaddr.js';
import { parseAddress } from '#postgres';

/** Turns the digits of an environment variable into a number. */
export const toNumber = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

/** Accepts a URL with one of these schemes. The message never repeats the value, which may contain a password. */
export const IsAddress = (schemes: readonly string[], message: string): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isAddress',
      validator: {
        validate: (value) =>
          typeof value === 'string' && schemes.includes(schemeOf(value)) && new URL(value).hostname !== '',
      },
    },
    { message },
  );

/** Accepts the address of a PostgreSQL with one or more hosts. The message never repeats the value, which may contain a password. */
export const IsPostgresAddress = (message: string): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isPostgresAddress',
      validator: { validate: (value) => typeof value === 'string' && parseAddress(value) !== undefined },
    },
    { message },
  );

/** Returns the scheme of a URL with its colon; empty for other texts. */
export const schemeOf = (address: string): string => (URL.canParse(address) ? new URL(address).protocol : '');

/** Accepts one or more networks in CIDR notation, separated by commas, such as `10.0.0.0/8,fd00::/8`. A network of all addresses is refused. */
export const IsNetworks = (message: string): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isNetworks',
      validator: { validate: (value) => typeof value === 'string' && value.split(',').every(isNetwork) },
    },
    { message },
  );

const isNetwork = (text: string): boolean => ipaddr.isValidCIDR(text) && !text.endsWith('/0');
