import { readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { imageExtensions } from '@shared/data/files/imageFolder';
import type { PreparedDataset } from '@shared/data/prepared';
import type { DatasetSpec } from '@shared/data/spec';
import { AppError } from '@shared/errors';
import { naturalOrder } from '@shared/naturalOrder';
import { joined } from '@shared/ops/joined';
import { badDataset } from '../../datasets/readers/files';
import { decodeImageLazily } from '../../datasets/readers/images/decodeImageLazily';
import { listFolder } from '../../datasets/readers/images/imageFiles';
import { inParallel } from '../../datasets/readers/images/inParallel';
import type { InputBatch } from './inputs';

/** Images that go through the model together. */
const imagesAtOnce = 64;
/** No image that a person means has more bytes in its file. */
const mostBytes = 1 << 28;

type ImageForm = Parameters<typeof decodeImageLazily>[1];

/** How images become the model's inputs. @throws AppError `badModel` for a model that takes no images */
function imageFormOf(spec: DatasetSpec, { inputShape, name }: PreparedDataset): ImageForm {
  const [height, width, channels] = inputShape;
  if (inputShape.length !== 3 || (channels !== 1 && channels !== 3)) {
    throw new AppError('badModel', `The model takes no images, but ${inputShape.join(' × ')} values.`, {
      where: name,
      remedy: 'Give a table with its columns.',
    });
  }
  return {
    height: height ?? 1,
    width: width ?? 1,
    resize: spec.kind === 'imageFolder' ? spec.resize : 'fit',
    colors: channels === 1 ? 'gray' : 'color',
  };
}

/** An image file's pixels in the form that the model takes. @throws AppError `badDataset` that says why it is not one */
export async function imageInput(
  file: Buffer,
  where: string,
  spec: DatasetSpec,
  dataset: PreparedDataset,
): Promise<Float32Array> {
  const form = imageFormOf(spec, dataset);
  try {
    return Float32Array.from(await decodeImageLazily(file, form));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw badDataset(
      `The image cannot be read: ${reason}`,
      where,
      'Give a PNG, JPEG, WebP, BMP or GIF file that opens elsewhere.',
      cause,
    );
  }
}

async function readImage(path: string, spec: DatasetSpec, dataset: PreparedDataset): Promise<Float32Array> {
  const { size } = await stat(path);
  if (size > mostBytes) throw badDataset('The file is too large for an image', path, 'Give a smaller one.');
  return imageInput(await readFile(path), path, spec, dataset);
}

async function imagesAt(path: string): Promise<{ readonly root: string; readonly files: readonly string[] }> {
  const found = await stat(path);
  if (!found.isDirectory()) return { root: '', files: [path] };
  await using listed = await listFolder(path);
  const isImage = (file: string) =>
    imageExtensions.some((ending) => file.toLowerCase().endsWith(`.${ending}`));
  const files = listed.files.filter(isImage).sort(naturalOrder);
  if (files.length === 0) {
    throw badDataset('There is no image in the folder', path, `Images end in ${imageExtensions.join(', ')}.`);
  }
  return { root: path, files };
}

/** An image, or those of a folder and the folders in it, in their names' order, a bounded number at a time. */
export async function* readImageInputs(
  path: string,
  spec: DatasetSpec,
  dataset: PreparedDataset,
): AsyncGenerator<InputBatch> {
  imageFormOf(spec, dataset);
  const { root, files } = await imagesAt(path);
  const decode = (file: string) =>
    readImage(root === '' ? file : join(root, file), spec, dataset).catch((thrown: unknown) =>
      AppError.from(thrown),
    );
  let [names, values] = [[] as string[], [] as Float32Array[]];
  const take = (): InputBatch => {
    const batch = { names, values: joined(values) };
    [names, values] = [[], []];
    return batch;
  };
  let at = 0;
  for await (const pixels of inParallel(files, 2 * availableParallelism(), decode)) {
    const file = files[at++] ?? '';
    if (pixels instanceof AppError) throw pixels;
    names.push(root === '' ? basename(file) : file);
    values.push(pixels);
    if (values.length === imagesAtOnce) yield take();
  }
  if (values.length > 0) yield take();
}
