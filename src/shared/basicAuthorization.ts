const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Value of the header `Authorization` for a user and a password of ASCII characters (RFC 7617). */
export function basicAuthorization(user: string, password: string): string {
  return `Basic ${base64(`${user}:${password}`)}`;
}

/** Neither Node's nor the browser's own is at hand where this is used. */
function base64(text: string): string {
  let digits = '';
  for (let i = 0; i < text.length; i += 3) {
    const [a = 0, b = 0, c = 0] = [0, 1, 2].map((k) => text.charCodeAt(i + k) || 0);
    const bits = (a << 16) | (b << 8) | c;
    for (let k = 0; k < 4; k++) {
      digits += i + k > text.length ? '=' : alphabet.charAt((bits >> (18 - 6 * k)) & 63);
    }
  }
  return digits;
}
