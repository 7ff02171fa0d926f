"""Every sentence a person reads, Bangla and English side by side."""
