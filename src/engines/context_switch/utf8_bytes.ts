/** UTF-8 bytes of a text, at the most: three a unit that is not printable ASCII. */
export function utf8BytesMost(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes += unit >= 0x20 && unit <= 0x7e ? 1 : 3;
  }
  return bytes;
}
