import { PICTURE_MAX } from '@klatch/sdk';

/** A page of this server may show its own pictures and those an address carries in itself, and no others. */
export function showable(picture: string | null): string | null {
  if (picture === null) return null;
  if (picture.startsWith('data:image/')) return picture;
  return URL.canParse(picture, location.origin) && new URL(picture, location.origin).origin === location.origin ? picture : null;
}

const SIZES = [96, 80, 64, 48, 32];
const QUALITIES = [0.8, 0.6, 0.4];

/** The middle of a picture, as large as fits into an address of its own. */
export async function pictureAddress(file: Blob): Promise<string> {
  const image = await createImageBitmap(file).catch(() => {
    throw new Error('this is no picture the browser can read; choose a PNG, JPEG or WebP');
  });
  const side = Math.min(image.width, image.height);
  const canvas = document.createElement('canvas');
  const paint = canvas.getContext('2d');
  for (const size of paint ? SIZES : []) {
    canvas.width = canvas.height = size;
    paint?.drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, size, size);
    for (const quality of QUALITIES) {
      // A browser that cannot write WebP answers with a PNG.
      const [webp, jpeg] = [canvas.toDataURL('image/webp', quality), canvas.toDataURL('image/jpeg', quality)];
      const smallest = [webp, jpeg].sort((a, b) => a.length - b.length)[0] as string;
      if (smallest.length <= PICTURE_MAX) return smallest;
    }
  }
  throw new Error('it could not be made small enough; choose a plainer picture');
}
