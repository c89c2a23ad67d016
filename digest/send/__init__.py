"""One public function a stage."""
