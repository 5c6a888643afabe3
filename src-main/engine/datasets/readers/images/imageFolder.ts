import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import type { FileSpec } from '@shared/data/catalogue';
import { sizeOf } from '@shared/ops/shape';
import type { DatasetReader, DatasetSource, ExampleChunk, ReadExamples } from '../../source';
import { placesByFile } from '../../splitting/places';
import { badDataset, plural, requirePath } from '../files';
import { decodeImageLazily } from './decodeImageLazily';
import { type ImageFiles, listArchive, listFolder } from './imageFiles';
import { arrangeImages, type ImageTree, type LabelledImage } from './imageTree';
import { inParallel } from './inParallel';
import { MemoryRoom } from './memoryRoom';
import { RepeatedImages } from './repeatedImages';
import { TraitRemarks } from './traitRemarks';
import { type ImageTraits, traitsOf } from './traits';

type ImageFolderSpec = Extract<FileSpec, { kind: 'imageFolder' }>;

const chunkBytes = 1 << 20;
/** Of files that are decoded side by side; a single larger one is decoded alone. */
const mostFileBytes = 1 << 27;
/** Broken files that a message names. */
const mostNamed = 10;

async function openFiles(path: string): Promise<ImageFiles> {
  const found = await requirePath(path, 'folder of images');
  return found.isDirectory() ? listFolder(path) : listArchive(path);
}

interface Decoded extends LabelledImage {
  readonly place: number;
  /** Its pixels, or why they cannot be had. */
  readonly pixels: Uint8Array | string;
  /** Of the bytes of its file; empty where they cannot be had. */
  readonly digest: string;
  /** Null where they cannot be had. */
  readonly traits: ImageTraits | null;
}

/** Reads the images of a folder once, and keeps account of those that are broken. */
class ImageReading {
  private readonly repeated = new RepeatedImages();
  private readonly traits = new TraitRemarks();
  private readonly room = new MemoryRoom(mostFileBytes);
  private readonly broken: { readonly file: string; readonly reason: string; readonly place: number }[] = [];

  constructor(
    private readonly spec: ImageFolderSpec,
    private readonly tree: ImageTree,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async *chunks(imageBytes: number): AsyncGenerator<ExampleChunk> {
    await using files = await openFiles(this.spec.path);
    const perChunk = Math.max(1, Math.floor(chunkBytes / imageBytes));
    let [inputs, targets] = [new Uint8Array(perChunk * imageBytes), [] as number[]];
    const decode = (image: LabelledImage & { readonly place: number }) => this.decode(files, image);
    const images = this.tree.images.map((image, place) => ({ ...image, place }));
    for await (const { file, label, place, pixels, digest, traits } of inParallel(
      images,
      2 * availableParallelism(),
      decode,
    )) {
      this.signal?.throwIfAborted();
      if (typeof pixels === 'string') this.broken.push({ file, reason: pixels, place });
      else if (this.spec.broken === 'skip' || this.broken.length === 0) {
        inputs.set(pixels, targets.length * imageBytes);
        targets.push(label);
        this.repeated.add(digest, { file, label, split: this.splitOf(place) });
        if (traits !== null) this.traits.add(file, traits);
      }
      if (targets.length === perChunk) {
        yield { inputs, targets };
        [inputs, targets] = [new Uint8Array(perChunk * imageBytes), []];
      }
    }
    this.requireSound();
    if (targets.length > 0) yield { inputs: inputs.subarray(0, targets.length * imageBytes), targets };
  }

  private async decode(
    files: ImageFiles,
    image: LabelledImage & { readonly place: number },
  ): Promise<Decoded> {
    try {
      const size = await files.size(image.file);
      return await this.room.with(size, async () => {
        const bytes = await files.read(image.file);
        const pixels = await decodeImageLazily(bytes, this.spec);
        return { ...image, pixels, digest: RepeatedImages.digestOf(bytes), traits: traitsOf(bytes) };
      });
    } catch (error) {
      return {
        ...image,
        pixels: error instanceof Error ? error.message : String(error),
        digest: '',
        traits: null,
      };
    }
  }

  /** The split that the folders give an image. */
  private splitOf(place: number): string {
    const { images, own } = this.tree;
    const fromEnd = images.length - place;
    return fromEnd <= own.test ? 'test' : fromEnd <= own.test + own.validation ? 'validation' : 'training';
  }

  private requireSound(): void {
    const [first] = this.broken;
    if (first === undefined) return;
    const { path, broken } = this.spec;
    if (broken === 'skip' && this.broken.length < this.tree.images.length) return;
    throw badDataset(
      `${this.broken.length.toLocaleString('en')} of ${plural(this.tree.images.length, 'image')} cannot be read: ${this.named()}`,
      join(path, first.file),
      broken === 'skip'
        ? 'Choose another folder.'
        : 'Get them again or take them out; or choose to skip broken files.',
    );
  }

  private named(): string {
    const named = this.broken.slice(0, mostNamed).map(({ file, reason }) => `${file} (${reason})`);
    const rest = this.broken.length - named.length;
    return [...named, ...(rest > 0 ? [`and ${rest.toLocaleString('en')} more`] : [])].join(', ');
  }

  /** What came in the end. */
  read(): ReadExamples {
    const { images, own, remarks } = this.tree;
    const testStart = images.length - own.test;
    const validationStart = testStart - own.validation;
    const lost = (from: number, to: number) =>
      this.broken.filter(({ place }) => place >= from && place < to).length;
    const skipped =
      this.broken.length === 0
        ? []
        : [`${plural(this.broken.length, 'broken image')} left out: ${this.named()}.`];
    const isBroken = new Set(this.broken.map(({ place }) => place));
    const sound = images.flatMap(({ file }, place) => (isBroken.has(place) ? [] : [file]));
    return {
      examples: sound.length,
      places: placesByFile(sound, (file) => join(this.spec.path, file)),
      own: {
        validation: own.validation - lost(validationStart, testStart),
        test: own.test - lost(testStart, images.length),
      },
      remarks: [...remarks, ...skipped, ...this.traits.remarks(), ...this.repeated.remarks()],
    };
  }
}

/** A folder of images by class, or a ZIP archive of one. */
export const imageFolderReader: DatasetReader<ImageFolderSpec> = {
  async files({ path }) {
    const found = await requirePath(path, 'folder of images');
    if (!found.isDirectory()) return [path];
    await using listed = await listFolder(path);
    return listed.files.filter((file) => !listed.deadLinks.has(file)).map((file) => join(path, file));
  },

  async open(spec, _files, signal): Promise<DatasetSource> {
    const { path, width, height, colors } = spec;
    await using listed = await openFiles(path);
    const tree = arrangeImages(path, listed.files, listed.folders);
    const inputShape = [height, width, colors === 'gray' ? 1 : 3];
    const reading = new ImageReading(spec, tree, signal);
    return {
      content: {
        name: basename(path),
        task: 'classification',
        examples: tree.images.length,
        inputShape,
        inputDtype: 'uint8',
        featureNames: [],
        targetName: 'class',
        classNames: [...tree.classNames],
      },
      chunks: () => reading.chunks(sizeOf(inputShape)),
      read: () => reading.read(),
    };
  },
};
