"""Seconds that Pillow takes for a folder of images on all cores, as a line of JSON: read_images.py FOLDER WIDTH HEIGHT"""

import json
import multiprocessing
import sys
import time
from pathlib import Path

import PIL
from PIL import Image, ImageOps

folder, size = Path(sys.argv[1]), (int(sys.argv[2]), int(sys.argv[3]))


def read(path):
    image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    return len(ImageOps.fit(image, size).tobytes())


if __name__ == "__main__":
    paths = sorted(folder.glob("*/*"))
    started = time.perf_counter()
    with multiprocessing.Pool() as pool:
        count = sum(1 for _ in pool.imap(read, paths, chunksize=64))
    print(json.dumps({"seconds": time.perf_counter() - started, "images": count, "version": PIL.__version__}))
