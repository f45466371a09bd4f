import { isIP, type Socket } from 'node:net';
import type { Request } from 'express';

/**
 * Returns the IP address of the client, without its port, or `unknown` when the connection is already closed.
 * It is the peer of the socket, and the client that X-Forwarded-For names only when that peer is a trusted proxy.
 * Express decides on trust: the service sets `trust proxy` to the networks of REGIE_TRUSTED_PROXIES.
 */
export const clientAddress = (request: Request): string =>
  // A trusted proxy that names no address, such as `unknown`, is itself the client.
  addressIn(request.ip) ?? addressOfPeer(request.socket);

/** Returns the IP address of the peer of a connection, or `unknown` when the connection is already closed. */
export const addressOfPeer = ({ remoteAddress }: Pick<Socket, 'remoteAddress'>): string =>
  addressIn(remoteAddress) ?? 'unknown';

/**
 * Returns the address of a peer that sends X-Forwarded-For and is no trusted proxy, and undefined for every other request.
 * Either a proxy is missing in REGIE_TRUSTED_PROXIES, or a client invents an address.
 */
export const untrustedProxyOf = (request: Request): string | undefined => {
  if (request.headers['x-forwarded-for'] === undefined) return undefined;
  const peer = request.socket.remoteAddress ?? '';
  const trusts = request.app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  return trusts(peer, 0) ? undefined : addressIn(peer);
};

/** Some proxies add the port, and put IPv6 addresses between brackets. A dual-stack socket writes IPv4 addresses as `::ffff:192.0.2.1`. */
const addressIn = (text = ''): string | undefined => {
  const { bracketed, ipv4 } = /^(?:\[(?<bracketed>[^\]]+)\](?::\d+)?|(?<ipv4>[\d.]+):\d+)$/.exec(text)?.groups ?? {};
  const address = (bracketed ?? ipv4 ?? text).replace(/%.*$/, '').replace(/^::ffff:(?=[\d.]+$)/i, '');
  return isIP(address) === 0 ? undefined : address.toLowerCase();
};
