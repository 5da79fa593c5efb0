"""Media from outside: bytes become checked pictures, frames and sound.

Come in by `image.open_image`.
"""
