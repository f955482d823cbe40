import { fittingCharacters } from '../layout/cropText.ts';
import type { LabelTexts } from './labelTexts.ts';

const mostKept = 10_000;
/** Longer pieces of a text are not told apart. */
const longest = 255;

/** Texts cut to the room there is, kept so that painting them again makes nothing new. */
export class CroppedTexts {
  readonly #texts: LabelTexts;
  #strings: readonly string[] = [];
  /** By the text's index and the number of characters. */
  readonly #kept = new Map<number, string>();

  constructor(texts: LabelTexts) {
    this.#texts = texts;
  }

  /** The text at `index`, whole or with an ellipsis; empty where too little of it would be left. */
  fit(strings: readonly string[], index: number, room: number): string {
    const text = strings[index] as string;
    const characters = fittingCharacters(text.length, this.#texts.width(text), room);
    if (characters === text.length) return text;
    if (characters === 0) return '';
    if (strings !== this.#strings || this.#kept.size > mostKept) this.#kept.clear();
    this.#strings = strings;
    const key = index * (longest + 1) + Math.min(characters, longest);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const cropped = this.#crop(text, Math.min(characters, longest), room);
    this.#kept.set(key, cropped);
    return cropped;
  }

  /** Characters differ in width, so the estimate is corrected by measuring. */
  #crop(text: string, characters: number, room: number): string {
    for (let length = characters; length > 0; length--) {
      const cropped = `${text.slice(0, length).trimEnd()}…`;
      if (this.#texts.width(cropped) <= room) return cropped;
    }
    return '';
  }
}
