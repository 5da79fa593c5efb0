"""Readers of writing: Tesseract, checkpoints, PDF pages, barcodes.

Come in by `serving.factories.tesseract`, `pdf` and `barcodes`.
"""
