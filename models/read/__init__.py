"""What is written: Tesseract, PDF pages, barcodes."""
