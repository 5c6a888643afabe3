import { z } from 'zod';
import { type PythonLoader, pythonText } from '../../frameworks/datasetCode';
import { commonShape, defineDataset, splitFields } from '../dataset';

/** How an image of another shape becomes one of the size that is wanted. */
export const resizings = ['crop', 'fit', 'stretch'] as const;
export const imageColors = ['color', 'gray'] as const;
export const brokenPolicies = ['refuse', 'skip'] as const;
/** Endings of files that are taken for images. */
export const imageExtensions = ['png', 'jpg', 'jpeg', 'jpe', 'jfif', 'webp', 'bmp', 'gif'] as const;

const largestSide = 1024;
const side = z.int().min(1).max(largestSide).default(64);
const schema = z.strictObject({
  kind: z.literal('imageFolder'),
  path: z.string().min(1),
  width: side,
  height: side,
  /** crop: fills the size, what stands out is cut off. fit: whole, with black beside it. stretch: distorted. */
  resize: z.enum(resizings).default('crop'),
  colors: z.enum(imageColors).default('color'),
  /** What is done about files that cannot be read. */
  broken: z.enum(brokenPolicies).default('refuse'),
  ...commonShape,
});
type ImageFolderSpec = z.infer<typeof schema>;

export const imageFolder = defineDataset({
  kind: 'imageFolder',
  title: 'Folder of images',
  group: 'files',
  description:
    'Pictures of your own, in one folder for each class: cats/1.png, dogs/1.png. Folders named train, val and test ' +
    'above them stay the splits they are. A ZIP archive of such a folder is read as it is.',
  schema,
  fields: {
    path: {
      label: 'Folder',
      help: 'With a folder for each class; or a ZIP archive of it. PNG, JPEG, WebP, BMP and GIF are read; what is transparent becomes white.',
      control: 'fileOrFolder',
      extensions: ['zip'],
    },
    width: { label: 'Width', control: 'integer', minimum: 1, maximum: largestSide },
    height: { label: 'Height', control: 'integer', minimum: 1, maximum: largestSide },
    resize: {
      label: 'Resize',
      help: 'crop: the middle, in the right shape. fit: the whole, with black beside it. stretch: distorted.',
      control: 'choice',
      choices: resizings,
    },
    colors: { label: 'Colors', help: 'gray: one channel.', control: 'choice', choices: imageColors },
    broken: {
      label: 'Broken files',
      help: 'refuse: they are listed, and nothing is read. skip: they are left out, and listed.',
      control: 'choice',
      choices: brokenPolicies,
    },
    ...splitFields,
  },
  facts: ({ width, height, colors }) => ({
    task: 'classification',
    inputShape: [height, width, colors === 'gray' ? 1 : 3],
    inputDtype: 'uint8',
  }),
  code: { python },
});

const pillowResizing = {
  crop: 'ImageOps.fit(image, size)',
  fit: 'ImageOps.pad(image, size)',
  stretch: 'image.resize(size)',
};

function python({ path, width, height, resize, colors }: ImageFolderSpec): PythonLoader {
  return {
    imports: ['from pathlib import Path', 'from PIL import Image, ImageOps'],
    body: `# Pillow reads the images; its resizing differs a little from Layerlab's.
root = Path(${pythonText(path)})
if (root / "train").is_dir():
    root = root / "train"
names = sorted(folder.name for folder in root.iterdir() if folder.is_dir())
endings = {${imageExtensions.map((extension) => `".${extension}"`).join(', ')}}
files = [file for file in sorted(root.glob("*/**/*")) if file.suffix.lower() in endings]
size = (${width}, ${height})

def read(file):
    image = ImageOps.exif_transpose(Image.open(file)).convert("${colors === 'gray' ? 'L' : 'RGB'}")
    return np.asarray(${pillowResizing[resize]}).reshape(${height}, ${width}, ${colors === 'gray' ? 1 : 3})

x = np.stack([read(file) for file in files]).astype("float32")
y = np.array([names.index(file.relative_to(root).parts[0]) for file in files], "int64")`,
  };
}
