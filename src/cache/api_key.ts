import { createHash, randomBytes } from 'node:crypto';

/** A key that was just made: the only time it is known. */
export interface NewKey {
  keyId: string;
  key: string;
  /** SHA-256, 64 hexadecimal digits. */
  hash: string;
}

/**
 * Makes a key, `cpk_<id>_<secret>`: 48 bits that name it and 256 random bits that nobody can guess.
 *
 * What is stored is SHA-256 of it. A slow hash with a salt (argon2, scrypt) is for passwords, which people choose from
 * few; among 2^256 equally likely keys there is nothing to try out, so a fast hash loses nothing and costs a read two
 * microseconds instead of fifty milliseconds.
 */
export function newKey(): NewKey {
  const keyId = randomBytes(6).toString('hex');
  const key = `cpk_${keyId}_${randomBytes(32).toString('base64url')}`;
  return { keyId, key, hash: hashKey(key).toString('hex') };
}

/** SHA-256 of what a caller presents; two of them are compared in constant time. */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The id that a key names, or undefined when it has not the form of one. */
export function keyIdOf(key: string): string | undefined {
  return /^cpk_([0-9a-f]{12})_[\w-]{43}$/u.exec(key)?.[1];
}
